// A case dragged onto a name, or the key h on its row, opens its own form with that name chosen.
(() => {
  let dragged;
  const open = (row, owner) => {
    const form = row.querySelector("details form");
    row.querySelector("details").open = true;
    const choice = form.elements.owner_id;
    if (owner && [...choice.options].some((one) => one.value === owner)) choice.value = owner;
    (owner && choice.value ? form.querySelector("button") : choice).focus();
  };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-drag]");
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.case);
  });
  document.addEventListener("dragover", (event) => {
    if (dragged && event.target.closest?.("[data-drop]")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const place = event.target.closest?.("[data-drop]");
    if (!dragged || !place) return;
    event.preventDefault();
    open(dragged, place.dataset.drop);
    dragged = undefined;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "h" || event.target.closest("input, textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.target.closest("[data-drag]");
    if (!row) return;
    event.preventDefault();
    open(row);
  });
})();
