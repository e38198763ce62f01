// Tells the screen what happened elsewhere: a case on it moved, somebody looks at it or types.
// A stream tells it (``jiesu live``); where none comes through, the screen asks now and then.
(() => {
  const { live, check } = document.currentScript.dataset;
  const ASK = 30000, REST = 5000, LONGEST = 30000;
  const place = document.getElementById("live");
  const moved = new Set();
  let source, pause = 1000, timer, resting, asking, heldQuery = "", opened = false;
  let asked = 0, byAsking = !live;

  const known = () => {
    const found = new Map();
    for (const el of document.querySelectorAll("[data-case][data-version]")) {
      const version = Number(el.dataset.version);
      if (!(found.get(el.dataset.case) >= version)) found.set(el.dataset.case, version);
    }
    return found;
  };
  const looking = () => document.querySelector("[data-looking]")?.dataset.case;
  const query = () => {
    const told = new URLSearchParams();
    for (const [number, version] of known()) told.append("case", `${number}.${version}`);
    if (looking()) told.set("at", looking());
    if (document.querySelector("[data-queue]")) told.set("queue", "1");
    return told.toString();
  };

  const say = (name, fill = () => {}) => {
    const template = document.getElementById(name);
    if (!place || !template) return;
    place.querySelector(`[data-said="${name}"]`)?.remove();
    const told = template.content.cloneNode(true).firstElementChild;
    told.dataset.said = name;
    fill(told);
    for (const link of told.querySelectorAll('a[href=""]')) link.href = location.href;
    place.append(told);
  };
  const news = async (number) => {
    const told = await fetch(check.replace(/check$/, `since/${number}?after=${known().get(number)}`));
    if (!told.ok || told.redirected) return;
    const held = document.createElement("div");
    held.dataset.said = "since";
    held.innerHTML = await told.text();
    place.querySelector('[data-said="since"]')?.remove();
    if (held.firstElementChild) place.append(held);
  };
  const onMoved = (number) => {
    if (!known().has(number)) return;
    for (const el of document.querySelectorAll(`[data-case="${number}"]`)) {
      if (!el.matches("[data-looking]")) el.classList.add("moved-mark");
    }
    if (number === looking()) return news(number);
    if (!document.querySelector(`tr[data-case="${number}"]`)) return;
    moved.add(number);
    say("live-list", (told) => (told.querySelector("[data-count]").textContent = moved.size));
  };

  const showHere = (here) => {
    for (const el of document.querySelectorAll("[data-case][data-version]:not([data-tab])")) {
      const text = here[el.dataset.case] || "";
      const holder = el.querySelector("th") || el;
      let told = holder.querySelector(":scope > .here");
      if (!told && text) {
        told = document.createElement("span");
        told.className = "here";
        if (el.matches("[data-looking]")) told.setAttribute("role", "status");
        holder.append(told);
      }
      if (told && told.textContent !== text) told.textContent = text;
    }
  };
  // Where a stream came through, it is the look and its end is the leave: an answer asked for on
  // the way out must not bring back who left.
  const question = () => (byAsking ? query() : query().replace(/&at=[^&]*/, ""));
  const ask = async () => {
    const turn = ++asked;
    const told = await fetch(`${check}?${question()}`, { redirect: "manual" }).catch(() => undefined);
    if (turn !== asked) return;
    if (told?.type === "opaqueredirect") return say("live-login");
    if (!told?.ok) return;
    place?.querySelector('[data-said="live-login"]')?.remove();
    const answer = await told.json();
    if (turn !== asked) return;
    answer.moved.forEach(onMoved);
    showHere(answer.here);
    document.dispatchEvent(new CustomEvent("together:checked", { detail: answer }));
  };
  const askSoon = () => {
    clearTimeout(asking);
    asking = setTimeout(ask, 200);
  };

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const again = () => {
    close();
    byAsking = !opened;
    timer = setTimeout(listen, pause * (0.5 + Math.random()));
    if (opened || pause >= 4000) ask();
    opened = false;
    pause = Math.min(pause * 2, LONGEST);
  };
  const listen = () => {
    close();
    if (document.hidden) return;
    heldQuery = query();
    if (!live) {
      ask();
      timer = setTimeout(listen, ASK);
      return;
    }
    source = new EventSource(`${live}?${heldQuery}`, { withCredentials: true });
    source.addEventListener("open", () => { pause = 1000; opened = true; byAsking = false; document.documentElement.dataset.live = "yes"; askSoon(); });
    source.addEventListener("moved", (event) => onMoved(event.data));
    source.addEventListener("here", askSoon);
    source.addEventListener("queue", () => say("live-new"));
    source.addEventListener("inbox", () => document.dispatchEvent(new Event("together:inbox")));
    source.onerror = () => { delete document.documentElement.dataset.live; again(); };
  };

  // A hidden page lets go of its stream; shown again it asks for what it missed.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) resting = setTimeout(close, REST);
    else if (!source) listen();
  });
  // An answer from elsewhere is the page for logging in: it must not stand where a form stood.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    if (new URL(xhr.responseURL).pathname === new URL(pathInfo.finalRequestPath, location).pathname) return;
    event.detail.shouldSwap = false;
    say("live-login");
  });
  document.addEventListener("together:logged-out", () => say("live-login"));
  document.addEventListener("htmx:afterSettle", () => { if (query() !== heldQuery) listen(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  listen();
  // Typing runs out by itself, so somebody has to look again.
  setInterval(() => { if (!document.hidden && document.querySelector(".here:not(:empty)")) ask(); }, 15000);
})();
