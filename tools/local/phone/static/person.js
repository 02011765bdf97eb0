// Who writes: a made-up constituent, kept by the browser until somebody else is wanted.

const NAMES = ["Jordan Rivera", "Maya Chen", "Luis Ortega", "Amara Okafor", "Grace Kim", "Tom Becker", "Rosa Delgado"];
const AREA_CODES = [202, 212, 303, 305, 312, 404, 415, 504, 512, 602, 617, 702, 713, 804, 919];
const FIELDS = ["name", "number", "address"];
const byId = (id) => document.getElementById(id);

/** A name, a number of the range kept for fiction (555-0100 to 555-0199), and an address at example.com. */
function invented() {
  const name = NAMES[Math.floor(Math.random() * NAMES.length)];
  const area = AREA_CODES[Math.floor(Math.random() * AREA_CODES.length)];
  const line = 100 + Math.floor(Math.random() * 100);
  const mark = Math.floor(Math.random() * 9000 + 1000);
  return {
    name,
    number: `+1${area}5550${line}`,
    address: `${name.toLowerCase().replace(/[^a-z]+/g, ".")}.${mark}@example.com`,
  };
}

function show(person) {
  for (const field of FIELDS) byId(field).value = person[field];
  remember(person);
}

function remember(person) {
  localStorage.setItem("person", JSON.stringify(person));
  byId("person-name").textContent = person.name || person.number;
}

/** The number as a carrier writes it: a plus and digits. */
function plainNumber(written) {
  const digits = written.replace(/\D/g, "");
  return written.trim().startsWith("+") || digits.length !== 10 ? `+${digits}` : `+1${digits}`;
}

export function currentPerson() {
  return {
    name: byId("name").value.trim(),
    number: plainNumber(byId("number").value),
    address: byId("address").value.trim(),
  };
}

/** Fill the fields and call `changed` whenever somebody else writes. */
export function startPerson(changed) {
  const wide = matchMedia("(min-width: 58.01rem)");
  const fold = () => {
    byId("person").open = wide.matches;
  };
  wide.addEventListener("change", fold);
  fold();
  show(JSON.parse(localStorage.getItem("person")) ?? invented());
  for (const field of FIELDS) {
    byId(field).addEventListener("change", () => {
      remember(currentPerson());
      changed();
    });
  }
  byId("somebody-else").addEventListener("click", () => {
    show(invented());
    changed();
  });
}
