// Shows the emulator's state and sends the user's edits. It polls twice a second: that is cheap on loopback,
// and keeps working when the emulator is restarted.
import { connectionItem, faultItem, hasEndpoint, isOn, requestItem } from "./items.js";
import { announce, fill, find, printable, showList } from "./view.js";

/** @typedef {import("./items.js").Connection} Connection */
/** @typedef {import("./items.js").FaultRule} FaultRule */
/** @typedef {import("./items.js").Request} Request */

const LATEST = 200;
const INTERVAL_MS = 500;

/** @type {ReadonlyMap<string, Connection>} */
let connections = new Map();
let isOffline = false;

/** Sends a request to the control API; throws with the message of an error response. @type {(method: string, path: string, body?: unknown) => Promise<unknown>} */
async function call(method, path, body) {
  const response = await fetch(`/emulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const json = /** @type {{ error?: { message: string } }} */ (await response.json());
  if (json.error) throw new Error(json.error.message);
  return json;
}

async function refresh() {
  const state = /** @type {{ connections: Connection[], faults: FaultRule[] }} */ (
    await call("GET", "/state")
  );
  const journal = /** @type {{ entries: Request[], total: number }} */ (
    await call("GET", `/journal?last=${LATEST}`)
  );
  connections = new Map(state.connections.map((each) => [each.connectionId, each]));
  showList("connections", state.connections.map(connectionItem));
  showList("faults", state.faults.map(faultItem));
  const first = journal.total - journal.entries.length + 1;
  const requests = journal.entries.map((each, index) => requestItem(each, first + index));
  showList("requests", requests, "prepend");
  const shown = journal.total > LATEST ? `; the latest ${LATEST} are shown` : "";
  find(HTMLElement, "#count").textContent = `${journal.total} in total${shown}.`;
}

async function poll() {
  try {
    await refresh();
    if (isOffline) announce("The emulator responds again.");
    isOffline = false;
  } catch {
    if (!isOffline) announce("The emulator does not respond. Retrying until it does.");
    isOffline = true;
  }
  setTimeout(() => void poll(), INTERVAL_MS);
}

/** Sends a change, shows the new state, and announces the result. @type {(done: string, ...request: Parameters<typeof call>) => Promise<void>} */
async function change(done, ...request) {
  try {
    await call(...request);
    await refresh();
    announce(done);
  } catch (error) {
    announce(`Failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @type {Record<string, string>} */
const editResults = {
  name: "renamed",
  key: "key replaced",
  header: "header changed",
  dates: "dates set",
  delete: "deleted",
};

/** @type {(connection: Connection, edit: string) => void} */
function openEdit(connection, edit) {
  const dialog = find(HTMLDialogElement, `#edit-${edit}`);
  const form = find(HTMLFormElement, "form", dialog);
  fill(dialog, { texts: { name: printable(connection.connectionName) } });
  form.reset();
  if (edit === "members") showMember(connection, form);
  form.onsubmit = ({ submitter }) => {
    if (submitter?.getAttribute("value") === "yes") sendEdit(connection, edit, new FormData(form));
  };
  // A typed key must not stay in the form. The event may come after the dialog has been opened again.
  dialog.onclose = () => {
    if (!dialog.open) form.reset();
  };
  dialog.showModal();
}

/** Shows the selected member as it is, ready to be edited. @type {(connection: Connection, form: HTMLFormElement) => void} */
function showMember(connection, form) {
  const member = find(HTMLSelectElement, "select", form);
  const json = find(HTMLTextAreaElement, "textarea", form);
  member.onchange = () => {
    const [, value] = Object.entries(connection).find(([name]) => name === member.value) ?? [];
    json.value = value === undefined ? "" : JSON.stringify(value, null, 2);
  };
  member.dispatchEvent(new Event("change"));
}

/** @type {(connection: Connection) => void} */
function sendMember({ connectionId, connectionName }) {
  const member = find(HTMLSelectElement, "#edit-members select").value;
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(find(HTMLTextAreaElement, "#edit-members textarea").value);
  } catch {
    announce("Failed: the value is not JSON.");
    return;
  }
  const done = `${printable(connectionName)}: ${member} changed.`;
  void change(done, "POST", `/connections/${connectionId}/members`, { [member]: value });
}

/** @type {(connection: Connection, edit: string, values: FormData) => void} */
function sendEdit(connection, edit, values) {
  const { connectionId, connectionName } = connection;
  const done = `${printable(connectionName)}: ${editResults[edit] ?? ""}.`;
  const path = `/connections/${connectionId}`;
  if (edit === "members") sendMember(connection);
  else if (edit === "delete") void change(done, "DELETE", path);
  else {
    const given = [...values].filter(([, value]) => value !== "");
    void change(done, "POST", `${path}/${edit}`, Object.fromEntries(given));
  }
}

/** @type {(connection: Connection) => void} */
function toggleStatus(connection) {
  const other = isOn(connection) ? "INACTIVE" : "ACTIVE";
  const done = `${printable(connection.connectionName)}: ${other}.`;
  void change(done, "POST", `/connections/${connection.connectionId}/status`, { status: other });
}

find(HTMLElement, "#connections").addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  const connection = connections.get(button?.closest("tr")?.getAttribute("data-key") ?? "");
  const edit = button?.getAttribute("data-edit");
  if (connection === undefined || !edit) return;
  if (edit === "status") toggleStatus(connection);
  else openEdit(connection, edit === "key" && hasEndpoint(connection) ? "header" : edit);
});

/** @type {(name: string) => string} */
const selected = (name) => find(HTMLSelectElement, `#fault [name="${name}"]`).value;

find(HTMLElement, "#fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const operation = selected("operation");
  void change("Fault injected.", "POST", "/faults", {
    on: operation === "" ? {} : { operation },
    times: /** @type {unknown} */ (JSON.parse(selected("times"))),
    fault: /** @type {unknown} */ (JSON.parse(selected("fault"))),
  });
});

find(HTMLElement, "#clear-faults").addEventListener("click", () => {
  void change("Faults cleared.", "DELETE", "/faults");
});
find(HTMLElement, "#clear-requests").addEventListener("click", () => {
  void change("Requests cleared.", "DELETE", "/journal");
});

void poll();
