// Ticking several rows: how many are ticked, all of the page at once, no more than may be acted on.
(() => {
  const bar = () => document.querySelector("[data-several]");
  const boxes = () => [...document.querySelectorAll('input[name="case"][form="bulk"]')];
  const tell = () => {
    const many = boxes().filter((box) => box.checked).length;
    bar().querySelector("[data-how-many]").textContent = many || "";
    bar().querySelector("button").disabled = !many;
    const all = bar().querySelector("[data-all]");
    all.checked = many > 0 && many === boxes().length;
    all.indeterminate = many > 0 && many < boxes().length;
  };
  document.addEventListener("change", (event) => {
    if (!bar()) return;
    if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.matches('[data-all], input[name="case"]')) tell();
  });
  addEventListener("pageshow", () => bar() && (bar().querySelector("[data-all]").hidden = false, tell()));
})();
