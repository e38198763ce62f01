// Text typed but not sent stays on this device until the server has it, and the page says so.
// Only what is written in boxes of several lines: no name, no number, no address.
const PREFIX = "jiesu-kept:";
const A_DAY = 24 * 60 * 60 * 1000;

const words = () => document.getElementById("kept-words")?.dataset ?? {};
const boxes = (form) => [...form.querySelectorAll("textarea")].filter((box) => box.name);

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    if (kept && Date.now() - kept.at < A_DAY) return kept;
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing is no reason to fail.
  }
  return null;
}

function write(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function keep(form, sent = false) {
  const texts = Object.fromEntries(boxes(form).map((box) => [box.name, box.value]));
  const any = Object.values(texts).some((text) => text.trim());
  if (!any) return localStorage.removeItem(PREFIX + form.dataset.keep);
  return write(PREFIX + form.dataset.keep, { at: Date.now(), sent, texts });
}

function say(form, text) {
  const place = form?.querySelector("[data-kept-state]");
  if (place && place.textContent !== text) place.textContent = text;
}

function restore(form) {
  const kept = read(PREFIX + form.dataset.keep);
  if (!kept) return;
  const empty = boxes(form).filter((box) => !box.value.trim() && kept.texts[box.name]?.trim());
  for (const box of empty) box.value = kept.texts[box.name];
  if (empty.length) say(form, words().restored);
}

// What was sent and led to another page is with the server: it need not lie here any longer.
function tidy() {
  const here = new Set([...document.querySelectorAll("form[data-keep]")].map((f) => f.dataset.keep));
  const begins = document.querySelector("[data-forget]")?.dataset.forget;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const name = key.slice(PREFIX.length);
    const done = read(key)?.sent && !here.has(name);
    if (done || (begins && name.startsWith(begins))) localStorage.removeItem(key);
  }
}

function shown() {
  try {
    tidy();
  } catch {
    return;
  }
  for (const form of document.querySelectorAll("form[data-keep]")) restore(form);
}

let waiting;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => keep(form) === true && say(form, words().kept), 400);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.forgets) {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
  if (!form.dataset.keep) return;
  clearTimeout(waiting);
  if (navigator.onLine) return void keep(form, true);
  event.preventDefault();
  keep(form);
  say(form, words().offline);
}, { capture: true });
addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-keep]")) say(form, words().online);
});
document.addEventListener("DOMContentLoaded", shown);
document.addEventListener("jiesu:shown", shown);
