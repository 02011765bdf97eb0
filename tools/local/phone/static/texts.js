// The phone: bubbles of both sides, and the line to write on.

import { currentPerson } from "./person.js";
import { element, post, timeElement } from "./post.js";

const byId = (id) => document.getElementById(id);
const shown = new Set();

export function clearTexts() {
  shown.clear();
  byId("bubbles").replaceChildren();
  byId("no-texts").hidden = false;
}

/** Add the texts that are not shown yet; the list is a live region, so a reader hears only what is new. */
export function showTexts(texts) {
  const added = texts.filter((text) => !shown.has(text.id));
  if (added.length === 0) return;
  byId("no-texts").hidden = true;
  for (const text of added) {
    shown.add(text.id);
    byId("bubbles").append(bubble(text));
  }
  const frame = byId("bubbles-frame");
  frame.scrollTop = frame.scrollHeight;
}

function bubble(text) {
  const isMine = text.from === "constituent";
  const item = element("li", isMine ? "mine" : "theirs");
  item.append(element("span", "unseen", isMine ? "You: " : "Office: "), element("span", "words", text.text), timeElement(text.at));
  return item;
}

async function send(text, refresh) {
  byId("text-problem").textContent = "";
  try {
    await post("/texts", { number: currentPerson().number, text });
    byId("text").value = "";
    await refresh();
  } catch (error) {
    byId("text-problem").textContent = error.message;
  }
}

export function startTexts(refresh) {
  const form = byId("text-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("text").value.trim();
    if (text) send(text, refresh);
  });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => {
      byId("text").value = button.textContent;
      byId("text").focus();
    });
  }
}
