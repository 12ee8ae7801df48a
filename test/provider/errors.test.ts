// Each status has its error class, with a remedy, and with nothing of the request but method and path.
import { inspect } from "node:util";
import * as errors from "../../provider/api/errors";

const GET = { method: "GET", path: "/connections/cn-1" } as const;
const POST = { method: "POST", path: "/connections" } as const;
const PATCH = { method: "PATCH", path: "/connections/cn-1" } as const;
const host = "platform.example.com";
const json = { body: { json: {}, reasons: [] }, host } as const;
const page = { body: { json: undefined, what: "an HTML page", reasons: [] }, host } as const;
const saying = (...reasons: string[]) => ({ body: { json: {}, reasons }, host });

test.each([
  [401, json, "UnauthorizedError"],
  [401, page, "UnauthorizedError"],
  [403, json, "ForbiddenError"],
  [403, page, "FirewallError"],
  [404, json, "NotFoundError"],
  [404, page, "UnexpectedResponseError"],
  [400, json, "RefusedError"],
  [400, page, "UnexpectedResponseError"],
  [405, json, "RefusedError"],
  [408, json, "ServerError"],
  [425, json, "ServerError"],
  [409, json, "RefusedError"],
  [410, json, "RefusedError"],
  [422, json, "RefusedError"],
  [429, json, "RateLimitedError"],
  [500, json, "ServerError"],
  [502, page, "ServerError"],
  [503, page, "ServerError"],
  [504, page, "ServerError"],
  [524, page, "ServerError"],
] as const)("status %d with the body %j is %s", (status, body, name) => {
  const error = errors.errorOfStatus(GET, status, body);
  expect(error).toMatchObject({ name, status });
  expect(error.message).toContain(`(GET /connections/cn-1, status ${status}). `);
});

test("the outcome of a write is unknown after 408 and 5xx, and known after a refusal", () => {
  const unknown = [400, 401, 403, 404, 408, 409, 425, 429, 500, 502, 504].filter(
    (status) => errors.errorOfStatus(POST, status, json).outcomeUnknown,
  );
  expect(unknown).toEqual([408, 425, 500, 502, 504]);
});

test("the outcome is unknown after a page with a good status, and known after a page with an error status", () => {
  expect(new errors.UnexpectedResponseError(POST, 404, "x").outcomeUnknown).toBe(false);
  expect(new errors.UnexpectedResponseError(POST, 200, "x").outcomeUnknown).toBe(true);
});

test("the platform may still be at work only after a timeout", () => {
  const atWork = [400, 408, 425, 429, 500, 503, 504, 520, 524].filter(
    (status) => errors.errorOfStatus(POST, status, json).stillAtWork,
  );
  expect(atWork).toEqual([408, 504, 524]);
  expect(new errors.TimedOutError(POST, "x")).toMatchObject({ stillAtWork: true, outcomeUnknown: true });
  expect(new errors.NoResponseError(POST, "x", true).stillAtWork).toBe(false);
});

test("403 names the scope that the request needs", () => {
  expect(errors.errorOfStatus(GET, 403, json).message).toContain('the scope "View Connections"');
  expect(errors.errorOfStatus(PATCH, 403, json).message).toContain('the scope "Manage Connections"');
});

test("a refusal shows the platform's message, safe to print, and a refused POST names the ways out", () => {
  const said = errors.errorOfStatus(POST, 409, saying("taken\u001b[2J")).message;
  expect(said).toMatch(
    /^the platform said "taken�\[2J" \(POST \/connections, status 409\)\. .*use the existing one, or delete/,
  );
  expect(errors.errorOfStatus(PATCH, 400, json).message).toBe(
    "the platform refused the request (PATCH /connections/cn-1, status 400). Correct the arguments and run again.",
  );
});

test.each([
  [401, 'the platform did not accept the API key: "no", "never" (PATCH /connections/cn-1, status 401).'],
  [403, 'the platform refused access: "no", "never" (PATCH /connections/cn-1, status 403).'],
  [404, 'the platform knows no such connection: "no", "never" (PATCH /connections/cn-1, status 404).'],
  [422, 'the platform said "no", "never" (PATCH /connections/cn-1, status 422).'],
  [429, 'the platform limits the request rate: "no", "never" (PATCH /connections/cn-1, status 429).'],
  [503, 'the platform failed to process the request: "no", "never" (PATCH /connections/cn-1, status 503).'],
])("the error of %d quotes what the platform says", (status, start) => {
  expect(errors.errorOfStatus(PATCH, status, saying("no", "never")).message.startsWith(start)).toBe(true);
});

test("401 names the kind of key and the scope", () => {
  expect(errors.errorOfStatus(PATCH, 401, json).message).toMatch(
    /Use a valid key of an API App of the platform, not of a single app, with the scope "Manage Connections"\.$/,
  );
});

test("403 with a page is a firewall's", () => {
  const { message } = errors.errorOfStatus(GET, 403, {
    body: { json: undefined, what: "an HTML page", reasons: ["Request blocked"] },
    host,
  });
  expect(message).toMatch(
    /^a firewall or gateway .* with an HTML page: "Request blocked" .* to allow GET, POST and PATCH/,
  );
});

test.each([json, page])("404 of the collection is about the host, not about a connection", (response) => {
  const error = errors.errorOfStatus(POST, 404, response);
  expect(error).toMatchObject({ name: "NoApiError", outcomeUnknown: false, mayPass: false });
  expect(error.message).toMatch(
    /^there is no Connections API at platform\.example\.com \(POST \/connections, status 404\)\..*1\.4\.0/,
  );
});

test("429 says until when, and whether it is a quota", () => {
  jest.useFakeTimers({ now: new Date("2026-11-26T10:00:00.000Z") });
  const limited = errors.errorOfStatus(GET, 429, { ...json, wait: 90_000 });
  const quota = errors.errorOfStatus(GET, 429, { ...saying("Daily quota exceeded"), wait: 3_600_000 });
  jest.useRealTimers();
  expect(limited.message).toMatch(/^the platform limits the request rate until 2026-11-26T10:01:30Z \(/);
  expect(quota.message).toMatch(
    /^a quota of the platform is used up until 2026-11-26T11:00:00Z: "Daily quota exceeded" \(.*renewed/,
  );
});

const every = [
  ...[400, 401, 403, 404, 429, 500].map((status) => errors.errorOfStatus(PATCH, status, json)),
  new errors.RedirectError(GET, 302, "elsewhere.example.com"),
  new errors.TimedOutError(GET, "no answer"),
  new errors.NoResponseError(GET, "no answer", false),
  new errors.UnexpectedResponseError(GET, 200, "an HTML page"),
].map((error) => [error.name, error] as const);

test.each(every)("%s shows only its message", (_, error) => {
  expect(error).toBeInstanceOf(Error);
  expect(error.stack).toBe(error.message);
  expect("cause" in error).toBe(false);
  const known = ["name", "outcomeUnknown", "status", "message", "stack"];
  expect(Object.getOwnPropertyNames(error).filter((name) => !known.includes(name))).toEqual([]);
  expect(`${String(error)}: ${error.stack}`).toBe(`${error.name}: ${error.message}`);
  expect(inspect(error)).not.toMatch(/\n\s+at /);
});

test.each(every)("the remedy of %s can be replaced", (_, error) => {
  expect(error.message).toBe(error.messageWith(error.remedy));
  expect(error.messageWith("Do this.")).toBe(error.message.replace(error.remedy, "Do this."));
  expect(error.message.startsWith(`${error.said} (`)).toBe(true);
});

test.each(every)("%s does not mention Pulumi or its settings", (_, { message }) => {
  expect(message).not.toMatch(/pulumi|model-connections|MODEL_CONNECTIONS/);
});
