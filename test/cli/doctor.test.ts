// `model-connections doctor`: what each check finds, what is sent, and the JSON.
import { TITLES } from "../../cli/doctor/examination";
import { maskStyle } from "../../cli/doctor/connection";
import { SETTINGS, type Setting } from "../../provider/settings";
import { reported } from "../../cli/doctor/failure";
import { UnexpectedResponseError, errorOfStatus } from "../../provider/api/errors";
import { addConnection, checks, doctor, environmentOf, platform } from "./examined";
import { closedPort, frontPort, loginPagePort, respondingPort } from "../network/servers";

test("a healthy platform passes every check, and gets three GET requests", async () => {
  const emulator = await platform();
  const found = await checks(environmentOf(emulator));
  const { manageScope, ...others } = found;
  expect(manageScope).toMatchObject({ ok: null, text: expect.stringContaining("--write-scope") });
  for (const check of Object.values(others))
    expect(check).toMatchObject({ ok: true, advice: null, milliseconds: expect.any(Number) });
  expect(emulator.journal().map(({ operation }) => operation)).toEqual(["list", "list", "get"]);
});

test("--write-scope sends one PATCH to an id that doesn't exist, and changes nothing", async () => {
  const emulator = await platform();
  const before = emulator.connections();
  expect((await checks(environmentOf(emulator), "--write-scope")).manageScope.ok).toBe(true);
  expect(emulator.connections()).toEqual(before);
  const [patch, ...others] = emulator.journal().filter(({ method }) => method !== "GET");
  expect(others).toEqual([]);
  expect(patch).toMatchObject({ method: "PATCH", status: 404 });
  expect(patch!.path).toMatch(/^\/api\/public\/connections\/[^/]+$/);
});

test("--json prints every check in order, as null where an earlier one failed", async () => {
  const { out, exit } = await doctor(environmentOf(await platform(), await closedPort()), "--json");
  const results = JSON.parse(out) as object[];
  expect(exit).toBe(1);
  expect(results.map((result) => ("name" in result ? result.name : undefined))).toEqual(Object.keys(TITLES));
  expect(results[4]).toEqual({
    name: "response",
    ok: false,
    text: expect.stringContaining("ECONNREFUSED"),
    advice: expect.any(String),
    milliseconds: expect.any(Number),
  });
  const text = 'not checked, because the check "Connections API" failed';
  expect(results.slice(5)).toEqual(
    Object.keys(TITLES)
      .slice(5)
      .map((name) => ({ name, ok: null, text, advice: null, milliseconds: null })),
  );
});

test("the settings and where each comes from", async () => {
  const emulator = await platform();
  const elsewhere = environmentOf(emulator, "elsewhere.example.com");
  const { settings } = await checks(elsewhere, "--host", emulator.url, "--allow-insecure-http");
  expect(settings.text).toBe(
    `host ${emulator.host} (option --host), API key (MODEL_CONNECTIONS_API_KEY), ` +
      "allowInsecureHttp true (option --allow-insecure-http), timeoutSeconds 120 (default), maxRetries 5 (default)",
  );
  const byVariable = await checks(environmentOf(emulator));
  expect(byVariable.settings.text).toContain(
    `host ${emulator.host} (MODEL_CONNECTIONS_HOST), API key (MODEL_CONNECTIONS_API_KEY), allowInsecureHttp false (default)`,
  );
});

test("a setting of the provider that comes from the environment is shown, and named by its variable", async () => {
  const environment = environmentOf(await platform());
  const { settings } = await checks({ ...environment, MODEL_CONNECTIONS_ACCEPT_ALL_GONE: "true" });
  expect(settings.text).toMatch(/, acceptAllGone true \(MODEL_CONNECTIONS_ACCEPT_ALL_GONE\)$/);
  const wrong = await checks({ ...environment, MODEL_CONNECTIONS_ACCEPT_ALL_GONE: "yes" });
  expect(wrong.settings.advice).toBe("MODEL_CONNECTIONS_ACCEPT_ALL_GONE must be true or false.");
});

test("every variable of the table of settings is shown", async () => {
  const environment = environmentOf(await platform());
  const { settings } = await checks({ ...environment, MODEL_CONNECTIONS_ACCEPT_ALL_GONE: "false" });
  const rows: Setting[] = Object.values(SETTINGS);
  for (const { variable } of rows) expect(settings.text).toContain(variable ?? "host");
});

test("missing and mistyped settings fail, with what to do", async () => {
  expect((await checks(undefined)).settings).toMatchObject({
    ok: false,
    advice:
      "--host is missing: give it, or set MODEL_CONNECTIONS_HOST; the platform's API key is missing: set MODEL_CONNECTIONS_API_KEY.",
  });
  const mistyped = await checks(environmentOf(await platform(), "https:/platform.example.com"));
  expect(mistyped.settings.advice).toBe(
    '--host ("https:/platform.example.com") has a mistyped scheme: write https://platform.example.com.',
  );
});

test("a name without an address, and a login page", async () => {
  const emulator = await platform();
  const { nameResolution } = await checks(environmentOf(emulator, "nowhere.invalid"));
  expect(nameResolution).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^nowhere\.invalid has no address here: (ENOTFOUND|EAI_AGAIN)$/),
  });
  const { response } = await checks(environmentOf(emulator, await loginPagePort()));
  expect(response).toMatchObject({
    ok: false,
    text: "the response is not from the Connections API: an HTML page (status 200)",
  });
});

test("a name that this machine resolves is shown with its addresses", async () => {
  const emulator = await platform();
  const { nameResolution } = await checks(
    environmentOf(emulator, emulator.host.replace("127.0.0.1", "localhost")),
  );
  expect(nameResolution).toMatchObject({
    ok: true,
    text: expect.stringMatching(/^localhost is .*127\.0\.0\.1/),
  });
});

test("a key that the platform doesn't accept fails, and the scopes are not checked", async () => {
  const emulator = await platform();
  const environment = { ...environmentOf(emulator), MODEL_CONNECTIONS_API_KEY: "planted-wrong-key-0001" };
  const found = await checks(environment, "--write-scope");
  expect(found.response).toMatchObject({ ok: true, text: expect.stringContaining("(status 401)") });
  expect(found.key).toMatchObject({ ok: false, advice: expect.any(String) });
  expect(found.viewScope.text).toBe('not checked, because the check "API key" failed');
  expect(found.manageScope.ok).toBe(null);
});

test("a 403 means that the key is valid but can't read", async () => {
  const emulator = await platform();
  emulator.faults.inject({ on: { operation: "list" }, fault: { kind: "status", status: 403, body: {} } });
  const found = await checks(environmentOf(emulator));
  expect([found.key.ok, found.viewScope.ok, found.list.ok]).toEqual([true, false, null]);
});

test("a 401 that names a scope means that the key is valid but can't read", async () => {
  const emulator = await platform();
  const body = { errors: [{ msg: "Permission denied. Scope is incorrect!", code: 401 }] };
  emulator.faults.inject({ on: { operation: "list" }, fault: { kind: "status", status: 401, body } });
  const found = await checks(environmentOf(emulator), "--write-scope");
  expect(found.key).toMatchObject({ ok: true, text: "accepted" });
  expect(found.viewScope).toMatchObject({
    ok: false,
    text: "the key does not have it (status 401)",
    advice: 'Give the API App the scope "View Connections", or use another key.',
  });
  expect([found.manageScope.ok, found.list.ok]).toEqual([true, null]);
});

test.each([
  ["response", { operation: "list" }, 0, 400],
  ["key", { operation: "list" }, 0, 401],
  ["viewScope", { operation: "list" }, 0, 403],
  ["manageScope", { operation: "update" }, 0, 409],
  ["list", { operation: "list" }, 1, 500],
  ["connection", { operation: "get" }, 0, 404],
] as const)(
  "what the platform says in the check %s is shown only with --names",
  async (name, on, skip, status) => {
    const emulator = await platform();
    const inject = () => {
      const body = { errors: [{ msg: 'See "name of support".', code: status }] };
      emulator.faults.inject({ on, skip, fault: { kind: "status", status, body } });
    };
    inject();
    const found = (await checks(environmentOf(emulator), "--write-scope"))[name];
    expect(found.text).toMatch(new RegExp(`^[^"]* \\(status ${status}\\)$`));
    expect(found.advice).toMatch(/--names shows what the platform said\.$/);
    emulator.faults.clear();
    inject();
    const named = (await checks(environmentOf(emulator), "--write-scope", "--names"))[name];
    expect(named.text).toContain(`"See "name of support"." (status ${status})`);
    expect(named.advice ?? "").not.toContain("--names");
  },
);

test("no error of the client shows the platform's words without --names, whatever the status", () => {
  const reasons = ['connection "name of support" exists', "name of search"];
  const request = { method: "POST", path: "/connections" } as const;
  const bodies = [
    { json: {}, reasons },
    { json: undefined, what: "an HTML page", reasons },
  ] as const;
  for (const body of bodies)
    for (const path of ["/connections", "/connections/cn-1"])
      for (let status = 400; status < 600; status++) {
        const error = errorOfStatus({ ...request, path }, status, { body, host: "platform.example.com" });
        const own = reported(error, false).text;
        expect(own).not.toMatch(/name of|connection "|exists/);
        expect(own).toMatch(new RegExp(`^\\w.*\\w \\(status ${status}\\)$`));
        expect(reported(error, true).text).toContain("name of search");
      }
  const foreign = new UnexpectedResponseError(request, 200, "an HTML page", true, ["name of support"]);
  expect(reported(foreign, false).text).toBe(
    "the response is not from the Connections API: an HTML page (status 200)",
  );
});

test.each(["simple", "platform"] as const)(
  "a view-only key lacks only the scope to manage, with errors in the style %s",
  async (errorStyle) => {
    const emulator = await platform({ errorStyle });
    const environment = environmentOf({ ...emulator, apiKey: emulator.viewOnlyKey });
    const { manageScope, ...others } = await checks(environment, "--write-scope");
    const status = errorStyle === "simple" ? 403 : 401;
    expect(manageScope).toMatchObject({ ok: false, text: `the key does not have it (status ${status})` });
    for (const { ok } of Object.values(others)) expect(ok).toBe(true);
    expect((await checks(environment)).manageScope.ok).toBe(null);
  },
);

test("another response to the PATCH tells nothing about the scope", async () => {
  const emulator = await platform();
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "status", status: 400, body: {} } });
  const { manageScope } = await checks(environmentOf(emulator), "--write-scope");
  expect(manageScope).toMatchObject({
    ok: null,
    text: "can't be told: the platform refused the request (status 400)",
    advice: null,
  });
});

test.each([
  [-3, "3 hours ahead of"],
  [72, "3 days behind"],
  [0.025, "90 s behind"],
])("a clock that is off by %d hours fails", async (hours, difference) => {
  const emulator = await platform();
  const port = await frontPort(emulator, undefined, hours * 3_600_000);
  const { clock } = await checks(environmentOf(emulator, port));
  expect(clock.ok).toBe(false);
  expect(clock.text.replace(/\b(89|91) s/, "90 s")).toBe(
    `this machine's clock is ${difference} the platform's`,
  );
});

test.each([
  ["no Date header", undefined],
  ["an unreadable Date header", "yesterday"],
])("the clock of a platform that sends %s is not checked", async (_, date) => {
  const emulator = await platform();
  const port = await respondingPort((__, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader("date", date);
    response.setHeader("content-type", "application/json").end('{"connections":[],"total":0}');
  });
  const { clock, list } = await checks(environmentOf(emulator, port));
  expect(clock).toMatchObject({
    ok: null,
    text: "not checked: the platform's responses have no Date header",
  });
  expect(list.ok).toBe(true);
});

test.each([
  [100, undefined, null, "100 connections; the platform does not say how many there are"],
  [200, null, null, "200 connections; the platform does not say how many there are"],
  [100, 100, true, "100 connections, complete"],
  [99, undefined, true, "99 connections, complete"],
])("a list of %d connections with the total %p", async (length, total, ok, text) => {
  const emulator = await platform();
  const connections = Array.from({ length }, (_, index) => ({
    connectionId: `cn-${index}`,
    connectionName: `name of ${index}`,
    provider: "Open AI",
  }));
  const body = { connections, total };
  emulator.faults.inject({
    on: { operation: "list" },
    skip: 1,
    times: Infinity,
    fault: { kind: "wrongShape", body },
  });
  const { list, connection } = await checks(environmentOf(emulator));
  expect(list).toMatchObject({ ok, text: `${text}; no equal names; none is switched off` });
  expect(list.advice ?? "complete").toMatch(ok === null ? /may be cut after/ : /^complete$/);
  expect(connection.milliseconds).not.toBeNull();
});

test("a list that the platform caps is complete if filters and limits can complete it", async () => {
  const completed = await checks(environmentOf(await platform({ defaultLimit: 1 })));
  expect(completed.list).toMatchObject({
    ok: true,
    text: "3 connections, complete; no equal names; none is switched off",
  });
  const capped = await checks(environmentOf(await platform({ largestLimit: 1 })));
  expect(capped.list).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^only 1 of 3 connections/),
    advice: expect.any(String),
  });
  expect(capped.connection.ok).toBe(true);
});

test("a list of a usual length that no filter completes can't be told if the platform doesn't count", async () => {
  const emulator = await platform({ omit: ["total"], largestLimit: 100 });
  for (let n = 0; n < 97; n++) addConnection(emulator, `${n}`);
  const { list } = await checks(environmentOf(emulator));
  expect(list).toMatchObject({
    ok: null,
    text: expect.stringMatching(/^100 connections; the platform does not say how many there are;/),
    advice: expect.stringContaining("a larger limit"),
  });
});

test("equal names and switched-off connections are shown by their ids, and by name with --names", async () => {
  const emulator = await platform();
  const [first, second] = emulator.connections().map(({ connectionId }) => connectionId);
  const third = addConnection(emulator, "support");
  emulator.console.setStatus(second!, "INACTIVE");
  const { list } = await checks(environmentOf(emulator));
  expect(list).toMatchObject({
    ok: true,
    text: `4 connections, complete; 2 connections with equal names (${first} = ${third}); 1 switched off (${second})`,
    advice: expect.stringContaining("in the console"),
  });
  const named = await checks(environmentOf(emulator), "--names");
  expect(named.list.text).toContain(`${first} "name of support" = ${third} "name of support"`);
  expect(named.connection.text).toContain(`${first} "name of support" has connectionName`);
});

test("a platform without connections has none to read", async () => {
  const emulator = await platform();
  emulator.console.removeAll();
  const { list, connection } = await checks(environmentOf(emulator));
  expect(list.text).toBe("0 connections, complete; no equal names; none is switched off");
  expect(connection).toMatchObject({ ok: null, text: "not checked: there is none" });
});

test.each([
  [undefined, "not returned"],
  ["***************", "masked completely"],
  ["sk-***************", "masked, except for its first 3 characters"],
  ["***************MQAA", "masked, except for its last 4 characters"],
  ["sk***************MQAA", "masked, except for its first 2 and its last 4 characters"],
  ["••••", "masked completely"],
  ["sk-planted-0001", "not masked"],
  ["sk-planted-0001-***", "not masked"],
  ["", "not masked"],
])("the mask %j is %s", (mask, style) => {
  expect(maskStyle(mask)).toBe(style);
});

test.each([
  [{ fields: { API_KEY: "sk-planted-support-0001" } }, false, "its key is not masked"],
  [{ modifiedOn: "2020-01-01T00:00:00.000Z" }, true, "modifiedOn is not that of the list"],
])("one connection with %j", async (difference, ok, text) => {
  const emulator = await platform();
  const body = { ...emulator.connections()[0], fields: { API_KEY: "***" }, ...difference };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body } });
  const { connection } = await checks(environmentOf(emulator));
  expect(connection).toMatchObject({ ok, text: expect.stringContaining(text), advice: expect.any(String) });
});

test("a platform that echoes secrets and control characters gets none of them into the output", async () => {
  const emulator = await platform();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "echo", status: 400 } });
  expect((await checks(environmentOf(emulator))).response.ok).toBe(false);
  emulator.faults.clear();
  emulator.console.rename(emulator.connections()[0]!.connectionId, "name of \u001b[2J planted-full-key-0001");
  const { out } = await doctor(environmentOf(emulator), "--names");
  expect(out).toContain("One connection: ");
  expect(out).not.toContain("\u001b");
});

test("an id that is the platform's key is not printed", async () => {
  const emulator = await platform();
  const item = {
    connectionId: emulator.apiKey,
    connectionName: "name of it",
    provider: "API",
    status: "INACTIVE",
  };
  const body = { connections: [item], total: 1 };
  emulator.faults.inject({ on: { operation: "list" }, skip: 1, fault: { kind: "wrongShape", body } });
  const { list, connection } = await checks(environmentOf(emulator));
  expect([list, connection]).toMatchObject([
    { ok: false, text: expect.stringContaining("a connectionId contains a key") },
    { ok: null },
  ]);
});
