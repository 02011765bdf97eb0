// The mailbox: a list, a mail to read, a mail to write.

import { currentPerson } from "./person.js";
import { element, post, timeElement, timeOfDay } from "./post.js";

const byId = (id) => document.getElementById(id);
const read = new Set();
let mails = [];
let openId = null;
let answering = "";

export function clearMails() {
  mails = [];
  read.clear();
  byId("mails").replaceChildren();
  byId("no-mails").hidden = false;
  write();
}

/** Show the list anew if a mail has come or gone out. */
export function showMails(current) {
  if (current.length === mails.length) return;
  const known = new Set(mails.map((mail) => mail.id));
  const arrived = current.filter((mail) => mail.from === "office" && !known.has(mail.id));
  mails = current;
  byId("no-mails").hidden = mails.length > 0;
  list();
  if (arrived.length > 0) byId("mail-news").textContent = `New mail: ${arrived[0].subject}`;
}

function list() {
  const focused = document.activeElement?.dataset?.mail;
  byId("mails").replaceChildren(...mails.map(entry));
  if (focused) document.querySelector(`[data-mail="${CSS.escape(focused)}"]`)?.focus();
}

function entry(mail) {
  const isUnread = mail.from === "office" && !read.has(mail.id);
  const button = element("button", isUnread ? "unread" : "");
  button.type = "button";
  button.dataset.mail = mail.id;
  button.setAttribute("aria-current", String(mail.id === openId));
  const who = element("span", "who", mail.from === "office" ? mail.who : `To ${mail.who}`);
  if (isUnread) who.append(element("span", "unseen", ", unread"));
  button.append(who, timeElement(mail.at), element("span", "subject", mail.subject || "(no subject)"));
  button.addEventListener("click", () => open(mail));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function open(mail) {
  openId = mail.id;
  read.add(mail.id);
  byId("reader-subject").textContent = mail.subject || "(no subject)";
  byId("reader-who").textContent = mail.from === "office" ? `From ${mail.who}` : `To ${mail.who}`;
  byId("reader-time").textContent = timeOfDay(mail.at);
  byId("reader-text").textContent = mail.text;
  byId("reader-headers").replaceChildren(
    ...mail.headers.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]),
  );
  byId("reader-details").hidden = mail.headers.length === 0;
  byId("answer").hidden = mail.from !== "office";
  byId("reader").hidden = false;
  byId("mail-form").hidden = true;
  byId("mailbox").dataset.pane = "mail";
  list();
  byId("reader").focus();
}

function write(answered = null) {
  openId = null;
  answering = answered?.answers ?? "";
  byId("mail-form-title").textContent = answered ? "Reply" : "New mail";
  if (answered) byId("subject").value = answered.subject.replace(/^(?!re:)/i, "Re: ");
  byId("reader").hidden = true;
  byId("mail-form").hidden = false;
  byId("mail-sent").textContent = "";
  byId("mail-problem").textContent = "";
  byId("mailbox").dataset.pane = "mail";
  list();
}

async function send(refresh) {
  const button = document.querySelector("#mail-form [type=submit]");
  byId("mail-problem").textContent = "";
  byId("mail-sent").textContent = "";
  button.disabled = true;
  try {
    const { name, address } = currentPerson();
    await post("/mails", { name, address, subject: byId("subject").value, text: byId("letter").value, answers: answering });
    byId("mail-form").reset();
    answering = "";
    byId("mail-form-title").textContent = "New mail";
    byId("mail-sent").textContent = "Sent.";
    byId("mailbox").dataset.pane = "index";
    await refresh();
  } catch (error) {
    byId("mail-problem").textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

export function startMails(refresh) {
  byId("mailbox").dataset.pane = "mail";
  byId("mail-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(refresh);
  });
  byId("write").addEventListener("click", () => {
    write();
    byId("subject").focus();
  });
  byId("answer").addEventListener("click", () => {
    write(mails.find((mail) => mail.id === openId));
    byId("letter").focus();
  });
  byId("back").addEventListener("click", () => {
    byId("mailbox").dataset.pane = "index";
  });
}
