// A box and the hits below it: the arrows go between them, Escape puts the hits away.
(() => {
  const stops = (list) => [list.querySelector("[data-pick-input]"), ...list.querySelectorAll("a.hit, button.hit")];
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest?.("[data-pick]");
    if (!list || event.isComposing) return;
    const all = stops(list);
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) all[Math.max(at - 1, 0)].focus();
    else if (event.key === "Escape" && !list.closest("dialog")) {
      list.querySelector(".seeking").replaceChildren();
      all[0].focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", (event) => {
    const list = event.target.closest?.("[data-pick]");
    if (!list || list.closest("dialog") || list.contains(event.relatedTarget)) return;
    setTimeout(() => list.contains(document.activeElement) || list.querySelector(".seeking").replaceChildren(), 150);
  });
})();
