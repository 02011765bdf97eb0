// Asks each second what has come, and hands it to the phone and the mailbox.

import { clearMails, showMails, startMails } from "./mails.js";
import { currentPerson, startPerson } from "./person.js";
import { clearTexts, showTexts, startTexts } from "./texts.js";

const EVERY_MS = 1000;

async function refresh() {
  const { number, address } = currentPerson();
  const answer = await fetch(`/correspondence?${new URLSearchParams({ number, address })}`);
  if (!answer.ok) return;
  const { texts, mails } = await answer.json();
  const now = currentPerson();
  if (now.number !== number || now.address !== address) return;
  showTexts(texts);
  showMails(mails);
}

async function keepRefreshing() {
  // A stack that restarts is found again by itself; a hidden page asks nothing.
  if (!document.hidden) await refresh().catch(() => undefined);
  setTimeout(keepRefreshing, EVERY_MS);
}

function startSwitch() {
  const buttons = document.querySelectorAll("[data-shows]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      document.querySelector("main").dataset.shown = button.dataset.shows;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    });
  }
}

for (const place of document.querySelectorAll("[data-number]")) {
  place.textContent = place.textContent.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
}
startSwitch();
startTexts(refresh);
startMails(refresh);
startPerson(() => {
  clearTexts();
  clearMails();
  refresh().catch(() => undefined);
});
keepRefreshing();
