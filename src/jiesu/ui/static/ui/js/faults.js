// Whoever sent a form with something wrong in it lands on the summary, and from there in the field.
document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-faults]")?.focus());
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-faults] a[href^='#']");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const control = place.matches("fieldset") ? place.querySelector("input, select, textarea") : place;
  control?.focus({ preventScroll: true });
  place.closest(".field")?.scrollIntoView({ block: "start" });
});
