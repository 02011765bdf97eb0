// Keeps the list fresh: asks for it again every five seconds while the page is in view, and changes nothing when the
// server says that nothing changed, when the reader is selecting text, or when the answer is an error.
const EVERY_MS = 5000;
const region = document.querySelector("[data-live]");
const status = document.getElementById("live-status");
let etag = "";
let timer = 0;

function ids() {
  return new Set(Array.from(region.querySelectorAll(".messages > li"), (item) => item.id));
}

function replaceList(text) {
  const known = ids();
  const open = Array.from(region.querySelectorAll("details[open]"), (details) => details.id);
  const focused = region.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : null;
  const focusedSummary = document.activeElement?.tagName === "SUMMARY";
  region.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) {
    const target = document.getElementById(focused);
    (focusedSummary ? target?.querySelector("summary") : target)?.focus({ preventScroll: true });
  }
  const added = [...ids()].filter((id) => !known.has(id)).length;
  status.textContent = added && known.size ? `${added} new message${added > 1 ? "s" : ""}` : "";
}

async function refresh() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const response = await fetch(region.dataset.live, { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
    const text = await response.text();
    if (response.status === 401) {
      replaceList(text);
      status.textContent = "Your session is over";
      return;
    }
    if (response.ok && getSelection().isCollapsed) {
      etag = response.headers.get("ETag") ?? "";
      replaceList(text);
    } else {
      status.textContent = response.status >= 400 ? "Not up to date, trying again" : "";
    }
  } catch {
    status.textContent = "Not up to date, trying again";
  }
  timer = setTimeout(refresh, EVERY_MS);
}

if (region) {
  document.addEventListener("visibilitychange", refresh);
  timer = setTimeout(refresh, EVERY_MS);
}
