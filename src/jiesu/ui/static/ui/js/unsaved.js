// Text typed but not sent is not lost by a stray click: the browser asks first.
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post") typed.add(form);
});
document.addEventListener("submit", (event) => typed.delete(event.target));
addEventListener("beforeunload", (event) => {
  for (const form of typed) if (form.isConnected) return event.preventDefault();
});
