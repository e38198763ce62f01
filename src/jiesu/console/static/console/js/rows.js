// Rows under the fingers: j and k go down and up, Enter opens, x ticks, b goes to what is done with those.
(() => {
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const busy = (target) =>
    target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
  const here = () => document.querySelector("tr[data-row].row-here");

  const goTo = (row) => {
    if (!row) return;
    here()?.classList.remove("row-here");
    row.classList.add("row-here");
    row.querySelector("[data-open]").focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(here());
    goTo(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (row === here()) return;
    here()?.classList.remove("row-here");
    row?.classList.add("row-here");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (busy(event.target) || localStorage.getItem("jiesu-keys") === "off") return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") here()?.querySelector("input[type=checkbox]")?.click();
    else if (event.key === "b") document.querySelector("[data-several] [name=verb]")?.focus();
    else return;
    event.preventDefault();
  });
})();
