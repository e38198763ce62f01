// What opens over the page goes away again: by Escape, and by touching anything else.
(() => {
  const close = (drawer) => drawer.removeAttribute("open");
  const open = () => document.querySelectorAll("details.drawer[open]");
  document.addEventListener("click", (event) => {
    for (const drawer of open()) if (!drawer.contains(event.target)) close(drawer);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drawer of open()) {
      close(drawer);
      drawer.querySelector("summary").focus();
    }
  });
})();
