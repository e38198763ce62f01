// Open cases by key: [ and ] go to the one before and after, Alt+W or Delete on a tab closes it.
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.(".open-tab");
  if (tab && event.key === "Delete") return tab.querySelector("form").requestSubmit();
  const here = document.querySelector('.open-tab [aria-current="page"]')?.closest(".open-tab");
  if (event.altKey && event.code === "KeyW" && here) {
    event.preventDefault();
    return here.querySelector("form").requestSubmit();
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const all = [...document.querySelectorAll(".open-tab")];
  const step = { "[": -1, "]": 1 }[event.key];
  if (!step || !all.length) return;
  const at = here ? all.indexOf(here) + step : step < 0 ? all.length - 1 : 0;
  all[(at + all.length) % all.length].querySelector("a").click();
});
