// Ctrl+K opens the command bar, ? the sheet of keys, / goes to the search box. Without scripts both
// are pages of their own, and the button leads there.
(() => {
  const CASE = /\/cases\/([^/]+)\//;
  const OFF = "jiesu-keys";
  let sheet = null;

  const open = async (address) => {
    if (sheet?.open) return;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return location.assign(address);
    sheet?.remove();
    sheet = document.createElement("dialog");
    sheet.className = "over";
    sheet.innerHTML = await answer.text();
    sheet.setAttribute("aria-label", sheet.querySelector("[data-name]")?.dataset.name ?? "");
    document.body.append(sheet);
    htmx.process(sheet);
    sheet.showModal();
    sheet.querySelector("[data-pick-input]")?.focus();
    const toggle = sheet.querySelector("[data-keys-on]");
    if (toggle) toggle.checked = localStorage.getItem(OFF) !== "off";
  };
  const command = () => {
    const link = document.querySelector("[data-command]");
    if (!link) return;
    const number = CASE.exec(location.pathname)?.[1];
    open(number ? `${link.href}?case=${number}` : link.href);
  };
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");

  document.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
    if (!event.target.closest?.("[data-command]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    command();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-on]")) localStorage.setItem(OFF, event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") command();
    else if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    else if (localStorage.getItem(OFF) === "off" && event.key !== "?") return;
    else if (event.key === "?") open(document.querySelector("[data-command]")?.href.replace(/command$/, "keys"));
    else if (event.key === "/") document.getElementById("seek")?.focus();
    else return;
    event.preventDefault();
  });
})();
