/** Send fields to the page's server; throws an Error with a sentence for the reader. */
export async function post(path, fields) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  }).catch(() => {
    throw new Error("The stack does not answer. Is it still running?");
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

/** The time of day, for an instant in seconds. */
export function timeOfDay(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}

/** An element with a class and a text. */
export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A time element for an instant in seconds. */
export function timeElement(seconds) {
  const made = element("time", "", timeOfDay(seconds));
  made.dateTime = new Date(seconds * 1000).toISOString();
  return made;
}
