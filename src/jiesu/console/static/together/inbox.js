// The number of unread notices, kept true while the page is open.
document.addEventListener("together:inbox", async () => {
  const badge = document.getElementById("unread");
  if (!badge) return;
  const told = await fetch(badge.dataset.count).catch(() => undefined);
  if (!told?.ok || told.redirected) return;
  const { unread } = await told.json();
  badge.textContent = unread > 99 ? "99+" : unread || "";
});
