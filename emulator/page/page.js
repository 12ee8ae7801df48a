// Shows what the emulator has, twice a second, and sends what is clicked. Asking anew is enough on loopback, and goes on by itself
// when an emulator is started again. Whatever is shown gets into the page as text, never as HTML.

/** @typedef {import("../connection").StoredConnection} Connection */
/** @typedef {import("../journal").JournalEntry} Request */
/** @typedef {ReturnType<import("../faults").Faults["pending"]>[number]} FaultRule */
/** @typedef {{ key: string, texts: Record<string, string>, tones?: Record<string, "good" | "bad"> }} Item */

const LATEST = 200;
const EVERY_MS = 500;

/** @type {ReadonlyMap<string, Connection>} */
let connections = new Map();
let isLost = false;

/** @type {<T extends Element>(kind: new () => T, selector: string, within?: ParentNode) => T} */
const part = (kind, selector, within = document) => {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
};

/** @type {(text: string) => void} */
const say = (text) => {
  part(HTMLElement, "#news").textContent = text;
};

/** Control and format characters can't be seen, or turn the text around: they are written out. @type {(text: string) => string} */
const printable = (text) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16) ?? ""}}`);

/** @type {(method: string, path: string, body?: unknown) => Promise<unknown>} */
async function ask(method, path, body) {
  const answer = await fetch(`/emulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const json = /** @type {{ error?: { message: string } }} */ (await answer.json());
  if (json.error) throw new Error(json.error.message);
  return json;
}

/** Puts the texts in their places, if they aren't there already. @type {(within: ParentNode, item: Omit<Item, "key">) => void} */
function fill(within, { texts, tones = {} }) {
  for (const [name, text] of Object.entries(texts))
    for (const place of within.querySelectorAll(`[data-text="${name}"]`)) {
      if (place.textContent !== text) place.textContent = text;
      place.setAttribute("data-tone", tones[name] ?? "");
    }
}

/** An item that stays keeps its element, and with it the reader's focus and selection. @type {(id: string, items: Item[], where?: "append" | "prepend") => void} */
function show(id, items, where = "append") {
  const list = part(HTMLElement, `#${id}`);
  const old = new Map([...list.children].map((child) => [child.getAttribute("data-key"), child]));
  for (const item of items) {
    const element = old.get(item.key) ?? added(list, id, item.key, where);
    old.delete(item.key);
    fill(element, item);
  }
  for (const gone of old.values()) {
    // Else the keyboard would have to start again at the top of the page.
    if (gone.contains(document.activeElement)) part(HTMLElement, `#${id}-title`).focus();
    gone.remove();
  }
}

/** @type {(list: Element, id: string, key: string, where: "append" | "prepend") => Element} */
function added(list, id, key, where) {
  const copy = document.importNode(part(HTMLTemplateElement, `#${id}-item`).content, true);
  const element = part(HTMLElement, "*", copy);
  element.setAttribute("data-key", key);
  list[where](element);
  return element;
}

/** @type {(connection: Connection) => Item} */
const connectionItem = ({ connectionId, connectionName, provider, model, status, fields, modifiedOn }) => ({
  key: connectionId,
  texts: {
    name: printable(connectionName),
    id: connectionId,
    provider,
    model: printable(model ?? ""),
    fields: Object.entries(fields)
      .map(([name, value]) => printable(`${name} ${value}`))
      .join("\n"),
    status,
    modified: modifiedOn,
    toggle: status === "ACTIVE" ? "Turn inference off" : "Turn inference on",
  },
  tones: { status: status === "ACTIVE" ? "good" : "bad" },
});

/** @type {(rule: FaultRule, index: number) => Item} */
const faultItem = ({ on, skip, times, fault }, index) => {
  const which = [on.operation ?? "every request", on.connectionName, on.connectionId].flat();
  const what = "status" in fault ? `${fault.kind} ${fault.status}` : fault.kind;
  const often = times === null ? "until switched off" : times === 1 ? "once" : `${times} times`;
  const later = skip === 0 ? "" : `, after ${skip} more`;
  const rule = `${what} for ${which.filter((each) => each !== undefined).join(", ")}: ${often}${later}`;
  return { key: String(index), texts: { rule: printable(rule) } };
};

/** @type {(request: Request, number: number) => Item} */
const requestItem = ({ at, method, path, connectionName, status, fault, committed }, number) => ({
  key: String(number),
  texts: {
    number: String(number),
    time: at.slice(11),
    request: `${method} ${path.replace("/api/public", "")}`,
    name: printable(connectionName ?? ""),
    answer: status === 0 ? "none" : String(status),
    fault: fault ?? "",
    change: committed ? "yes" : "",
  },
  tones: { answer: status > 0 && status < 400 ? "good" : "bad", fault: "bad" },
});

async function look() {
  const state = /** @type {{ connections: Connection[], faults: FaultRule[] }} */ (
    await ask("GET", "/state")
  );
  const journal = /** @type {{ entries: Request[], total: number }} */ (
    await ask("GET", `/journal?last=${LATEST}`)
  );
  connections = new Map(state.connections.map((each) => [each.connectionId, each]));
  show("connections", state.connections.map(connectionItem));
  show("faults", state.faults.map(faultItem));
  const first = journal.total - journal.entries.length + 1;
  const requests = journal.entries.map((each, index) => requestItem(each, first + index));
  show("requests", requests, "prepend");
  const shown = journal.total > LATEST ? `, the latest ${LATEST} shown` : "";
  part(HTMLElement, "#count").textContent = `${journal.total} so far${shown}.`;
}

async function keepLooking() {
  try {
    await look();
    if (isLost) say("The emulator answers again.");
    isLost = false;
  } catch {
    if (!isLost) say("The emulator does not answer. Asking again until it does.");
    isLost = true;
  }
  setTimeout(() => void keepLooking(), EVERY_MS);
}

/** @type {(done: string, ...request: Parameters<typeof ask>) => Promise<void>} */
async function change(done, ...request) {
  try {
    await ask(...request);
    await look();
    say(done);
  } catch (error) {
    say(`Not done: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @type {Record<string, string>} */
const doneBy = { name: "renamed", key: "has another key", delete: "deleted" };

/** @type {(connection: Connection, edit: string) => void} */
function openEdit(connection, edit) {
  const dialog = part(HTMLDialogElement, `#edit-${edit}`);
  const form = part(HTMLFormElement, "form", dialog);
  fill(dialog, { texts: { name: printable(connection.connectionName) } });
  form.reset();
  form.onsubmit = ({ submitter }) => {
    if (submitter?.getAttribute("value") === "yes") send(connection, edit, new FormData(form));
  };
  // A key that was typed stays nowhere. The event comes a little late: the dialog may be open again.
  dialog.onclose = () => {
    if (!dialog.open) form.reset();
  };
  dialog.showModal();
}

/** @type {(connection: Connection, edit: string, values: FormData) => void} */
function send({ connectionId, connectionName }, edit, values) {
  const done = `${printable(connectionName)}: ${doneBy[edit] ?? ""}.`;
  const path = `/connections/${connectionId}`;
  if (edit === "delete") void change(done, "DELETE", path);
  else void change(done, "POST", `${path}/${edit}`, Object.fromEntries(values));
}

/** @type {(connection: Connection) => void} */
function toggle({ connectionId, connectionName, status }) {
  const other = status === "ACTIVE" ? "INACTIVE" : "ACTIVE";
  void change(`${printable(connectionName)}: ${other}.`, "POST", `/connections/${connectionId}/status`, {
    status: other,
  });
}

part(HTMLElement, "#connections").addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  const connection = connections.get(button?.closest("tr")?.getAttribute("data-key") ?? "");
  const edit = button?.getAttribute("data-edit");
  if (connection === undefined || !edit) return;
  if (edit === "status") toggle(connection);
  else openEdit(connection, edit);
});

/** @type {(name: string) => string} */
const chosen = (name) => part(HTMLSelectElement, `#fault [name="${name}"]`).value;

part(HTMLElement, "#fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const operation = chosen("operation");
  void change("The fault is on.", "POST", "/faults", {
    on: operation === "" ? {} : { operation },
    times: /** @type {unknown} */ (JSON.parse(chosen("times"))),
    fault: /** @type {unknown} */ (JSON.parse(chosen("fault"))),
  });
});

part(HTMLElement, "#no-faults").addEventListener("click", () => {
  void change("All faults are off.", "DELETE", "/faults");
});
part(HTMLElement, "#no-requests").addEventListener("click", () => {
  void change("The requests are forgotten.", "DELETE", "/journal");
});

void keepLooking();
