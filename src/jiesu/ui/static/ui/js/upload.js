// Files go one by one, with their progress told; a broken connection costs at most one of them.
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const online = () =>
  navigator.onLine ? pause(3000) : new Promise((done) => addEventListener("online", done, { once: true }));

function tell(form, key, told = {}, share = null) {
  const place = form.querySelector("[data-upload-state]");
  const text = document.getElementById("kept-words")?.dataset[key] ?? "";
  const line = document.createElement("p");
  line.textContent = text.replace(/{(\w+)}/g, (_, name) => told[name] ?? "");
  place.replaceChildren(line);
  if (share === null) return;
  const bar = document.createElement("progress");
  bar.className = "progress";
  bar.value = share;
  bar.setAttribute("aria-hidden", "true");
  place.append(bar);
}

function send(form, body, told) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(form, "uploading", told, event.loaded / event.total);
    });
    request.addEventListener("load", () => done(request));
    for (const ending of ["error", "abort", "timeout"]) request.addEventListener(ending, failed);
    request.send(body);
  });
}

async function sendUntilThere(form, body, told) {
  for (;;) {
    try {
      return await send(form, body, told);
    } catch {
      tell(form, "broken", told);
      await online();
    }
  }
}

function show(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  scrollTo(0, 0);
  const first = main.querySelector("[data-faults], h1");
  first?.setAttribute("tabindex", "-1");
  first?.focus();
  document.dispatchEvent(new Event("jiesu:shown"));
}

// One body a file, each with the other fields; only the last one goes on to the next page.
function bodies(form, submitter) {
  const rest = new FormData(form, submitter);
  const files = [...rest].filter(([, value]) => value instanceof File && value.size);
  for (const input of form.querySelectorAll("input[type=file]")) rest.delete(input.name);
  return files.map(([name, file], place) => {
    const body = new FormData();
    for (const [key, value] of rest) body.append(key, value);
    if (body.has("go") && place < files.length - 1) body.set("go", "stay");
    body.append(name, file);
    return body;
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("upload" in form.dataset) || event.defaultPrevented) return;
  const each = bodies(form, event.submitter);
  if (!each.length || form.dataset.sent) return;
  event.preventDefault();
  form.dataset.sent = "yes";
  for (const [place, body] of each.entries()) {
    const told = { n: place + 1, all: each.length };
    const request = await sendUntilThere(form, body, told);
    if (place === each.length - 1 || request.status >= 400) return show(request);
  }
});
addEventListener("popstate", () => location.reload());
