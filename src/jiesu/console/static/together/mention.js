// After @ in a note colleagues are offered; whoever is chosen is told. Only names come from the server.
(() => {
  let box, list, found = [], at = 0, from = 0, typing;
  const close = () => { list?.remove(); list = undefined; box?.removeAttribute("aria-activedescendant"); box?.setAttribute("aria-expanded", "false"); };
  const mark = () => [...list.children].forEach((one, n) => {
    one.setAttribute("aria-selected", n === at);
    if (n === at) { box.setAttribute("aria-activedescendant", one.id); one.scrollIntoView({ block: "nearest" }); }
  });
  const choose = (n) => {
    const { name, no } = found[n];
    box.setRangeText(`@${name} `, from, box.selectionStart, "end");
    const held = box.form.elements.mentioned;
    const lines = held.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!lines.includes(no)) held.value = [...lines, no].join("\n");
    for (const el of [box, held]) el.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    box.focus();
  };
  const offer = () => {
    close();
    if (!found.length) return;
    list = document.createElement("ul");
    list.className = "mention-list";
    list.id = "mention-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0]?.textContent.trim() || "@");
    found.forEach(({ name, no, unit }, n) => {
      const one = document.createElement("li");
      one.className = "mention-one";
      one.id = `mention-${n}`;
      one.setAttribute("role", "option");
      one.textContent = `${name} ${no} · ${unit}`;
      one.addEventListener("mousedown", (event) => { event.preventDefault(); choose(n); });
      list.append(one);
    });
    box.after(list);
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "true");
    at = 0;
    mark();
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.tagName !== "TEXTAREA" || event.target.name === "mentioned" || !form?.elements.mentioned) return;
    box = event.target;
    const typed = box.value.slice(0, box.selectionStart).match(/@([^\s@]{0,20})$/);
    clearTimeout(typing);
    if (!typed) return close();
    from = box.selectionStart - typed[0].length;
    const number = form.dataset.draft.split("/")[1];
    typing = setTimeout(async () => {
      const told = await fetch(`/console/together/colleagues/${number}?q=${encodeURIComponent(typed[1])}`).catch(() => undefined);
      if (!told?.ok || told.redirected) return;
      found = (await told.json()).people;
      offer();
    }, 150);
  });
  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== box) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + found.length) % found.length, mark();
    else if (event.key === "Enter" || event.key === "Tab") choose(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", (event) => { if (event.target === box) close(); });
})();
