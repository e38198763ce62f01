// Alt and the letter of an accesskey press it in every browser alike (their own ways differ).
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const letter = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  const pressed = letter.length === 1 && document.querySelector(`[accesskey="${letter}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});
