// What is typed into a form with ``data-draft`` is kept by the server as it is typed.
(() => {
  const address = document.currentScript.dataset.keep;
  const AFTER = 1200, AGAIN = 5000;
  const waiting = new Map();
  let timer;
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const valuesOf = (form, name) => {
    if (name === "version") return [form.elements.version?.value ?? ""];
    return new FormData(form).getAll(name).map(String);
  };
  const send = async () => {
    for (const [form, names] of waiting) {
      const told = new URLSearchParams({ place: form.dataset.draft });
      for (const name of names) {
        const values = valuesOf(form, name);
        for (const value of values.length ? values : [""]) told.append(`f:${name}`, value);
      }
      const headers = { "X-CSRFToken": cookie() || form.elements.csrfmiddlewaretoken?.value || "" };
      const answer = await fetch(address, { method: "POST", body: told, headers, redirect: "manual" }).catch(() => undefined);
      if (answer?.status === 204) {
        waiting.delete(form);
        form.dispatchEvent(new CustomEvent("together:kept", { bubbles: true }));
        const token = form.elements.csrfmiddlewaretoken;
        if (token && cookie()) token.value = cookie();
      } else if (answer?.status !== 404) {
        document.dispatchEvent(new CustomEvent("together:unkept", { detail: answer?.type }));
        clearTimeout(timer);
        timer = setTimeout(send, AGAIN);
      } else waiting.delete(form);
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || !event.target.name || event.target.type === "file" || event.target.type === "password") return;
    const names = waiting.get(form) ?? new Set(["version"]);
    waiting.set(form, names.add(event.target.name));
    clearTimeout(timer);
    timer = setTimeout(send, AFTER);
  });
  document.addEventListener("submit", (event) => waiting.delete(event.target));
  document.addEventListener("visibilitychange", () => { if (waiting.size) send(); });
  document.addEventListener("together:kept", (event) => {
    const said = event.target.querySelector("[data-kept]");
    if (said) said.hidden = false;
  });
})();
