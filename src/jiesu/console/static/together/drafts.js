// What is typed into a form with ``data-draft`` is kept by the server as it is typed.
(() => {
  const address = document.currentScript.dataset.keep;
  const AFTER = 1200, AGAIN = 5000;
  const waiting = new Map();
  let timer;
  const loggedOut = () => document.dispatchEvent(new Event("together:logged-out"));
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const valuesOf = (form, name) => {
    if (name === "version") return [form.elements.version?.value ?? ""];
    return new FormData(form).getAll(name).map(String);
  };
  const send = async () => {
    let last;
    for (const [form, names] of waiting) {
      const told = new URLSearchParams({ place: form.dataset.draft });
      for (const name of names) {
        const values = valuesOf(form, name);
        for (const value of values.length ? values : [""]) told.append(`f:${name}`, value);
      }
      const headers = { "X-CSRFToken": cookie() || form.elements.csrfmiddlewaretoken?.value || "" };
      const answer = await fetch(address, { method: "POST", body: told, headers, redirect: "manual" }).catch(() => undefined);
      last = answer?.type;
      if (answer?.status === 204) {
        waiting.delete(form);
        form.dispatchEvent(new CustomEvent("together:kept", { bubbles: true }));
        const token = form.elements.csrfmiddlewaretoken;
        if (token && cookie()) token.value = cookie();
      } else if (answer?.status !== 404) {
        if (answer?.type === "opaqueredirect") loggedOut();
        clearTimeout(timer);
        timer = setTimeout(send, AGAIN);
      } else waiting.delete(form);
    }
    return last;
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || !event.target.name || event.target.type === "file" || event.target.type === "password") return;
    const names = waiting.get(form) ?? new Set(["version"]);
    waiting.set(form, names.add(event.target.name));
    clearTimeout(timer);
    timer = setTimeout(send, AFTER);
  });
  // The last words first: if the session has ended, the form stays and nothing typed is lost.
  document.addEventListener("submit", async (event) => {
    const form = event.target, { submitter } = event;
    if (!waiting.has(form)) return;
    if (form.hasAttribute("hx-post")) return waiting.delete(form);
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(timer);
    if ((await send()) === "opaqueredirect") return;
    waiting.delete(form);
    form.requestSubmit(submitter);
  }, { capture: true });
  document.addEventListener("visibilitychange", () => { if (waiting.size) send(); });
  document.addEventListener("together:kept", (event) => {
    const said = event.target.querySelector("[data-kept]");
    if (said) said.hidden = false;
  });
})();
