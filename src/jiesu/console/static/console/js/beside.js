// Pointing at a deadline, or reaching it with the keyboard, shows every clock of its case beside it.
(() => {
  const WAIT = 250;
  const GAP = 6;
  let waiting = 0;
  let shownFor = null;
  const panel = () => document.getElementById("beside");

  const place = (link) => {
    const box = link.getBoundingClientRect();
    const own = panel().getBoundingClientRect();
    const below = box.bottom + GAP + own.height <= innerHeight || box.top < own.height;
    panel().style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - own.width - GAP))}px`;
    panel().style.top = `${below ? box.bottom + GAP : box.top - own.height - GAP}px`;
  };
  const show = async (link) => {
    if (!panel() || shownFor === link) return;
    shownFor = link;
    await htmx.ajax("GET", link.dataset.beside, { target: panel(), swap: "innerHTML" });
    if (shownFor !== link) return;
    panel().showPopover();
    place(link);
  };
  const hide = () => {
    clearTimeout(waiting);
    shownFor = null;
    if (panel()?.matches(":popover-open")) panel().hidePopover();
  };
  const come = (event) => {
    const link = event.target.closest?.("[data-beside]");
    if (!link) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, WAIT, link);
  };
  const go = (event) => {
    if (!event.target.closest?.("[data-beside]")) return;
    if (panel()?.contains(event.relatedTarget)) return;
    hide();
  };
  document.addEventListener("mouseover", come);
  document.addEventListener("focusin", come);
  document.addEventListener("mouseout", go);
  document.addEventListener("focusout", go);
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest?.("#beside") && !event.relatedTarget?.closest?.("#beside, [data-beside]")) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
})();
