// Clocks run down where they stand. The server said how much is left; this only says it again later,
// in the server's words and by the server's time, and changes the colour with the share that is left.
(() => {
  const EVERY = 5000;
  const DAY = 86400000;
  const HOUR = 3600000;
  const MINUTE = 60000;
  const TWO_DAYS = 2 * DAY;
  const told = document.querySelector("meta[name=countdown]");
  if (!told) return;
  const words = JSON.parse(told.content);
  const ahead = Date.parse(words.now) - Date.now();

  const length = (time) => {
    const days = Math.floor(time / DAY);
    const hours = Math.floor((time % DAY) / HOUR);
    const minutes = Math.floor((time % HOUR) / MINUTE);
    const kind = days ? (hours ? "days_hours" : "days") : hours ? (minutes ? "hours_minutes" : "hours") : "minutes";
    const values = { days, hours, minutes };
    return words[kind].replace(/%\((\w+)\)d/g, (_all, name) => values[name]);
  };
  const tone = (left, whole) => {
    if (left < 0) return "late";
    const share = whole > 0 ? left / whole : 0;
    return share < 0.2 ? "near" : share < 0.5 ? "soon" : "calm";
  };
  const say = (clock) => {
    const due = Date.parse(clock.dataset.due);
    const left = due - Date.now() - ahead;
    const text = words[left < 0 ? "late" : "left"].replace("%(time)s", length(Math.abs(left)));
    const place = clock.querySelector("[data-left]");
    if (place.textContent !== text) place.textContent = text;
    const whole = clock.dataset.since ? due - Date.parse(clock.dataset.since) : TWO_DAYS;
    const kind = clock.classList[0];
    const wanted = `${kind} ${kind}-${tone(left, whole)}`;
    if (clock.className !== wanted) clock.className = wanted;
  };
  const sayAll = () => document.querySelectorAll("[data-due]").forEach(say);
  setInterval(sayAll, EVERY);
  addEventListener("pageshow", sayAll);
  document.addEventListener("visibilitychange", () => document.hidden || sayAll());
})();
