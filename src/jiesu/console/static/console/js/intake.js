// Intake by keyboard: Enter goes on to the next control, Ctrl+Enter saves; nothing is sent by accident.
const form = document.querySelector("form[data-steps]");

const steps = () =>
  [...form.querySelectorAll("input, select, textarea")].filter(
    (one) => one.type !== "hidden" && !one.disabled && one.offsetParent !== null,
  );

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=save]"));
    return;
  }
  if (!event.target.matches("input, select")) return;
  event.preventDefault();
  const all = steps();
  (all[all.indexOf(event.target) + 1] ?? form.querySelector("button[name=save]")).focus();
});

// The suggested category is taken without a round trip; the field itself asks for new hints.
form?.addEventListener("click", (event) => {
  const take = event.target.closest("[data-take]");
  if (!take) return;
  event.preventDefault();
  const category = form.elements.category;
  category.value = take.dataset.take;
  category.dispatchEvent(new Event("change", { bubbles: true }));
  category.focus();
});
