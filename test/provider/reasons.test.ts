// Which texts of an error's body are shown as reasons: in every usual shape, without secrets, and in little time.
import { errorOfStatus } from "../../provider/api/errors";
import { Secrets } from "../../provider/api/redact";
import { parseBody } from "../../provider/api/response-body";

const KEY = "sk-planted-0123456789-abcdef";
const GET = { method: "GET", path: "/connections/cn-1" } as const;

function bodyOf(body: unknown, secret = KEY) {
  const secrets = new Secrets();
  secrets.add(secret);
  return parseBody(typeof body === "string" ? body : JSON.stringify(body), true, secrets);
}

const reasonsOf = (body: unknown, secret?: string) => bodyOf(body, secret).reasons;

/** The whole message of an error with this body. */
const messageOf = (body: unknown, status = 422, secret?: string) =>
  errorOfStatus(GET, status, { body: bodyOf(body, secret), host: "platform.example.com" }).message;

test.each([
  // Problems by field.
  [{ model: ["is unknown"] }, ["model: is unknown"]],
  [{ model: ["is unknown"], name: ["is in use"] }, ["model: is unknown", "name: is in use"]],
  [{ code: 400, model: ["is unknown"] }, ["model: is unknown"]],
  [{ status: "error", success: false, model: ["is unknown"] }, ["model: is unknown"]],
  [{ errors: { connectionName: ["is taken"] } }, ["connectionName: is taken"]],
  [{ errors: { model: { message: "is unknown" } } }, ["model: is unknown"]],
  [{ errors: { model: ["model must be a string"] } }, ["model must be a string"]],
  [{ errors: [], message: null, model: ["is unknown"] }, ["model: is unknown"]],
  [{ errors: [{ field: "model", message: "is unknown" }] }, ["model: is unknown"]],
  [{ errors: [{ message: "model is unknown", field: "model" }] }, ["model is unknown"]],
  [{ errors: [{ field: "id", message: "is invalid" }] }, ["id: is invalid"]],
  [{ detail: [{ loc: ["body", "model"], msg: "field required" }] }, ["body.model: field required"]],
  [{ error: { message: "is unknown", param: "model", type: "t", code: null } }, ["model: is unknown"]],
  [{ error: "Bad Request", path: "/api/public/connections", timestamp: "x" }, ["Bad Request"]],
  [{ path: "connections", message: "is unknown" }, ["is unknown"]],
  // Other services.
  [
    { error: { code: 400, message: "is bad", errors: [{ message: "is bad", domain: "global" }] } },
    ["is bad"],
  ],
  [
    { error: { details: [{ "@type": "t", fieldViolations: [{ field: "model", description: "is odd" }] }] } },
    ["model: is odd"],
  ],
  [
    { fault: { faultstring: "Invalid ApiKey", detail: { errorcode: "oauth.v2.Invalid" } } },
    ["Invalid ApiKey", "errorcode: oauth.v2.Invalid"],
  ],
  [{ __type: "AccessDenied", Message: "Not allowed" }, ["Not allowed"]],
  [{ Error: { Code: "AccessDenied", Message: "Not allowed" } }, ["Not allowed"]],
  [{ messages: ["one", "two"] }, ["one", "two"]],
  [{ success: false, error: { code: "KEY_REVOKED" } }, ["KEY_REVOKED"]],
  // Nothing to show.
  [{ model: "gpt", tags: ["a"] }, []],
  [{ code: 400, model: {} }, []],
  [{ errors: [{}, [], null, 7, true, " "] }, []],
  [7, []],
])("%j has the reasons %j", (body, reasons) => {
  expect(reasonsOf(body)).toEqual(reasons);
});

test("at most three different reasons are shown", () => {
  expect(reasonsOf({ errors: ["a", "a", "b", "b", "c", "d"] })).toEqual(["a", "b", "c"]);
});

test("a reason is one line without control characters, in JSON and in plain text", () => {
  const text = " a\u001b[2J\r\n\n\tb\u0000\u009b ";
  for (const body of [{ message: text }, text, `<title>${text}</title>`]) {
    expect(messageOf(body)).toContain('"a\ufffd[2J b\ufffd\ufffd"');
  }
});

test.each([
  ["plain text", (text: string) => text],
  ["JSON", (text: string) => ({ message: text })],
  ["the name of a field", (text: string) => ({ [text]: ["is invalid"] })],
])("a long reason in %s ends after 200 characters", (_, shape) => {
  expect(messageOf(shape("x".repeat(5_000)))).toContain(`"${"x".repeat(200)}…"`);
});

const SPELLINGS: Record<string, (key: string) => string> = {
  "as it is": (key) => key,
  "in capitals": (key) => key.toUpperCase(),
  "as base64": (key) => Buffer.from(key).toString("base64"),
  "with percent signs": (key) => key.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
  "with entities": (key) => key.replace(/./g, (c) => `&#${c.charCodeAt(0)};`),
  "with escapes": (key) => key.replace(/./g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  "with line breaks": (key) => key.replace(/.{8}/g, "$&\r\n"),
  "with spaces": (key) => key.split("").join(" "),
};
const PLACES: Record<string, (text: string) => unknown> = {
  message: (text) => ({ message: text }),
  "the name of a property": (text) => ({ [text]: ["is invalid"] }),
  "the name of a field": (text) => ({ errors: { [text]: { first: "is invalid" } } }),
  "a field": (text) => ({ errors: [{ field: text, message: "is invalid" }] }),
  "a code": (text) => ({ code: text }),
  "plain text": (text) => `key ${text} is invalid`,
  "a JSON text": (text) => JSON.stringify(`key ${text} is invalid`),
  "a page's title": (text) => `<html><title>${text}</title></html>`,
  XML: (text) => `<?xml version="1.0"?><Error><Message>${text}</Message></Error>`,
};

test.each(Object.entries(SPELLINGS))("a key %s is shown from no place", (_, spelled) => {
  for (const [place, shape] of Object.entries(PLACES)) {
    for (const key of [KEY, "123456789012345678"]) {
      const message = messageOf(shape(spelled(key)), 422, key);
      expect([place, message]).not.toEqual([place, expect.stringContaining(spelled(key).slice(0, 8))]);
      expect(message).not.toContain(key.slice(0, 8));
    }
  }
});

test.each([185, 195, 199])(
  "no part of a key is shown because a reason is cut: %d characters before",
  (length) => {
    const before = "x".repeat(length);
    for (const text of [`${before}${KEY}`, `${before}${Buffer.from(KEY).toString("base64")}`]) {
      expect(reasonsOf({ message: text })).toEqual([]);
      expect(reasonsOf(text)).toEqual([]);
    }
  },
);

test("no part of a key is shown from a title that is not complete", () => {
  const page = `<html>${" ".repeat(9_980)}<title>${KEY}</title>`;
  expect(reasonsOf(page)).toEqual([]);
});

test.each([
  [{ errors: ["sk-planted-", "0123456789-", "abcdef"] }],
  [{ message: "sk-planted-", detail: "0123456789-", title: "abcdef" }],
  [{ errors: { a: ["sk-planted-"], b: ["0123456789-"], c: ["abcdef"] } }],
  [{ errors: ["invalid key sk-planted", "-0123 is too long"] }],
])("the parts of a key in several reasons are not shown: %j", (body) => {
  expect(reasonsOf(body)).toEqual([]);
});

test("a reason with a key hides no other reason", () => {
  expect(reasonsOf({ errors: [`${KEY} is invalid`, "see the manual"] })).toEqual(["see the manual"]);
});

test("what a short key has in common with words hides nothing", () => {
  expect(reasonsOf("one of our limits", "four")).toEqual(["one of our limits"]);
});

test.each([
  ["", "an empty body", []],
  [" \r\n", "an empty body", []],
  ["error code: 1020", "a body that is not JSON", ["error code: 1020"]],
  ["<!doctype html><title lang=en>Access &amp; denied</title>", "an HTML page", ["Access &amp; denied"]],
  ["<h1>Forbidden</h1>", "an HTML page", []],
  [
    '<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><title>Denied</title></html>',
    "an HTML page",
    ["Denied"],
  ],
  ['<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>No</Message></Error>', "XML", ["No"]],
  ["\ufeff<Error><Code>AccessDenied</Code></Error>", "XML", ["AccessDenied"]],
  ["<s:Envelope><s:Fault><faultstring>No</faultstring></s:Fault></s:Envelope>", "XML", ["No"]],
  ['<?xml version="1.0"?><a/>', "XML", []],
])("%j is %s with the reasons %j", (text, what, reasons) => {
  expect(bodyOf(text)).toEqual({ json: undefined, what, reasons });
});

test.each([
  [
    "<html><title>No</title></html>",
    "FirewallError",
    /^a firewall or gateway in front of the platform .* with an HTML page: "No"/,
  ],
  [
    "<?xml?><Error><Message>No</Message></Error>",
    "FirewallError",
    /^a firewall .* with XML: "No" .*PATCH below \S+$/,
  ],
  [
    "error code: 1020",
    "FirewallError",
    /^probably a firewall .* not JSON: "error code: 1020" .*platform itself .* scope/,
  ],
  [
    "",
    "FirewallError",
    /^the platform, or a firewall .* with an empty body \(.* scope "View Connections"\.$/,
  ],
  ['"Denied"', "ForbiddenError", /^the platform refused access: "Denied"/],
  ["{}", "ForbiddenError", /^the platform refused access \(/],
])("403 with %j is a %s", (text, name, words) => {
  const error = errorOfStatus(GET, 403, { body: bodyOf(text), host: "platform.example.com" });
  expect(error.name).toBe(name);
  expect(error.message).toMatch(words);
});

const MiB = 1024 * 1024;
const many = (part: string) => part.repeat((10 * MiB) / part.length);
const LARGE: Record<string, string> = {
  "many errors": `{"errors":[${many('{"msg":7},')}1]}`,
  "many equal errors": `{"errors":[${many('{"msg":"a"},')}1]}`,
  "many errors with a key": `{"errors":[${many(`"${KEY}",`)}1]}`,
  "many fields": `{${Array.from({ length: 600_000 }, (_, n) => `"${n.toString(36)}f":["",7]`).join()}}`,
  "deep lists": `{"errors":${"[".repeat(5 * MiB)}${"]".repeat(5 * MiB)}}`,
  "deep objects": `${'{"error":'.repeat(MiB)}1${"}".repeat(MiB)}`,
  "a long text": `{"message":"${many("a b ")}"}`,
  "a long space": `{"message":"${many(" ")}"}`,
  "long plain text": many("%73 a b "),
  "long encoded texts": `{"errors":["${["%73ab", "AQID", "&#65;\\\\x41"].map(many).join('","')}"]}`,
  "a page": `<${many("<title ")}`,
  "halves of characters": `{"errors":[${many('{"m":"\\ud83d"},')}1]}`,
};

/** Milliseconds of processor time, the least of three runs. */
function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...times);
}

test.each(Object.keys(LARGE))("10 MiB of %s take hardly longer than to parse them", (name) => {
  const text = LARGE[name]!;
  const parsing = timeOf(() => {
    try {
      JSON.parse(text);
    } catch {
      // Not JSON.
    }
  });
  expect(timeOf(() => bodyOf(text))).toBeLessThan(2 * parsing + 100);
});
