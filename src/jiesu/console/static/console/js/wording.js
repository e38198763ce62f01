// Two colons in any long field open a list of texts: found by typing, put in by Enter or a tap.
const list = Object.assign(document.createElement("ul"), { className: "snippets", id: "snippets", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "::");
document.body.append(list);
let field = null;
let turn = 0;

const asked = () => field.value.slice(0, field.selectionStart).match(/(?:::|：：)([^\s:：]{0,20})$/);
const options = () => [...list.querySelectorAll("[data-text]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
}

function close() {
  list.hidden = true;
  field?.removeAttribute("aria-activedescendant");
}

function put(option) {
  const found = asked();
  if (!found || !option) return close();
  const end = field.selectionStart;
  field.setRangeText(option.dataset.text, end - found[0].length, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

async function look(about) {
  const mine = ++turn;
  const number = field.form?.action.match(/\/cases\/([^/]+)\//)?.[1] ?? "";
  const query = new URLSearchParams({ q: about, case: number });
  const answer = await fetch(`/console/wording/find?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || mine !== turn || !asked()) return;
  list.innerHTML = await answer.text();
  const place = field.getBoundingClientRect();
  list.style.left = `${place.left + scrollX}px`;
  list.style.top = `${place.bottom + scrollY}px`;
  list.hidden = false;
  field.setAttribute("aria-controls", "snippets");
  choose(options()[0]);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  field = event.target;
  const found = asked();
  if (found) look(found[1]);
  else if (!list.hidden) close();
});

document.addEventListener("keydown", (event) => {
  if (list.hidden || event.target !== field || event.isComposing) return;
  const all = options();
  const at = all.indexOf(chosen());
  if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter" || event.key === "Tab") put(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  put(event.target.closest("[data-text]"));
});
document.addEventListener("focusout", (event) => event.target === field && setTimeout(close, 150));
