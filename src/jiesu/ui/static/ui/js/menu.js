// On a telephone the menu is a strip that is drawn sideways: the screen one is on is brought into sight.
(() => {
  const here = document.querySelector(".menu [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft;
})();
