// What a user reads about proxies, certificates, gateways and their own platform, from real servers. The page
// docs/network-messages.md shows it. `UPDATE_DOCS=true` writes the page.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { promisify } from "node:util";
import { format, resolveConfig } from "prettier";
import { ApiClient } from "../../provider/api/client";
import { ConnectionsApiError } from "../../provider/api/errors";
import { companyCa } from "../network/certificates";
import {
  badProxyPort,
  closedPort,
  droppingPort,
  proxyPort,
  respondingPort,
  silentPort,
  stopServers,
} from "../network/servers";
import { failureOf, start } from "./platform";

jest.setTimeout(60_000);

const PAGE = join(__dirname, "../../docs/network-messages.md");
const HOST = "platform.example.com";
const KEY = "sk-planted-of-the-connection";
const PASSWORD = "planted-password";
const NAMES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

const ca = companyCa();
const trusted = getCACertificates("default");
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
afterAll(() => ca.remove());
afterEach(async () => {
  setDefaultCACertificates(trusted);
  for (const name of NAMES) setVariable(name, before[name]);
  await stopServers();
});

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}

/** Where to send a POST. */
interface Way {
  readonly url: string;
  readonly proxy?: string;
  readonly trusts?: true;
}

const leaf = (more: object = {}) => ({ ...ca.signed(`DNS:${HOST},IP:127.0.0.1`, 90), ...more });
const https = (port: number): Way => ({ url: `https://127.0.0.1:${port}`, trusts: true });
const through = (port: number, credentials = ""): Way => ({
  url: `https://${HOST}`,
  proxy: `http://${credentials}127.0.0.1:${port}`,
  trusts: true,
});
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  async (): Promise<Way> => {
    const port = await respondingPort((_, response) => {
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));
    });
    return { url: `http://127.0.0.1:${port}` };
  };
const page = (status: number, text: string) => async (): Promise<Way> => {
  const port = await respondingPort((_, response) =>
    response.writeHead(status, { "content-type": "text/html" }).end(text),
  );
  return { url: `http://127.0.0.1:${port}` };
};
const mutual = (maxVersion: "TLSv1.2" | "TLSv1.3") =>
  leaf({ requestCert: true, rejectUnauthorized: true, ca: ca.pem, maxVersion });
const ok = () => respondingPort((_, response) => response.end("{}"), leaf());

const CASES: Record<string, Record<string, () => Promise<Way>>> = {
  Proxies: {
    "The proxy requires a user name": async () => through(await proxyPort(`user:${PASSWORD}`, await ok())),
    "The proxy refuses the user name": async () =>
      through(await proxyPort("user:other", await ok()), `user:${PASSWORD}@`),
    "The proxy refuses the host": async () =>
      through(
        await badProxyPort((socket) => socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")),
      ),
    "The proxy can't reach the host": async () =>
      through(
        await badProxyPort((socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")),
      ),
    "The proxy never responds": async () => through(await badProxyPort(() => undefined), `user:${PASSWORD}@`),
    "The proxy's response is not HTTP": async () =>
      through(await badProxyPort((socket) => socket.end("HTTP/1.1\r\n\r\n"))),
    "Over plain http, the proxy's own certificate is not trusted": async () => ({
      url: `http://${HOST}`,
      proxy: `https://127.0.0.1:${await ok()}`,
    }),
    "The proxy closes the connection": async () => through(await badProxyPort((socket) => socket.destroy())),
    "Nothing listens at the proxy's address": async () => through(await closedPort()),
    "The proxy's own certificate is not trusted": async () => ({
      url: `https://${HOST}`,
      proxy: `https://127.0.0.1:${await ok()}`,
    }),
    "The proxy does not speak TLS, although its address begins with https": async () => ({
      url: `https://${HOST}`,
      proxy: `https://127.0.0.1:${await badProxyPort((socket) => socket.destroy())}`,
    }),
    "A proxy's page repeats the password": async () => ({
      url: `http://${HOST}`,
      proxy: `http://user:${encodeURIComponent(PASSWORD)}@127.0.0.1:${await respondingPort(
        (request, response) => {
          const header = request.headers["proxy-authorization"] ?? "";
          const lines = [`user:${PASSWORD} may not connect`, `${header} is not valid`];
          response.writeHead(503).end(JSON.stringify({ errors: [...lines, "try later"] }));
        },
      )}`,
    }),
    "The platform behind the proxy never speaks TLS": async () =>
      through(await proxyPort(`user:${PASSWORD}`, await silentPort()), `user:${PASSWORD}@`),
  },
  "TLS and certificates": {
    "The certificate is of a company's CA": async () => ({
      ...https(await ok()),
      trusts: undefined as never,
    }),
    "The same through a proxy": async () => ({
      ...through(await proxyPort(`user:${PASSWORD}`, await ok()), `user:${PASSWORD}@`),
      trusts: undefined as never,
    }),
    "The certificate has expired": async () =>
      https(await respondingPort((_, response) => response.end("{}"), ca.signed("IP:127.0.0.1", -1))),
    "The certificate is for another host": async () =>
      https(
        await respondingPort((_, response) => response.end("{}"), ca.signed("DNS:other.example.com", 90)),
      ),
    "The port has plain http": async () => https(await respondingPort((_, response) => response.end("{}"))),
    "Only an old version of TLS": async () => {
      const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
      return https(await respondingPort((_, response) => response.end("{}"), leaf(old)));
    },
    "A client certificate is required, TLS 1.2": async () =>
      https(await respondingPort((_, response) => response.end("{}"), mutual("TLSv1.2"))),
    "A client certificate is required, TLS 1.3": async () =>
      https(await respondingPort((_, response) => response.end("{}"), mutual("TLSv1.3"))),
    "The handshake never ends": async () => https(await silentPort()),
    "The connection breaks in the handshake": async () => https(await droppingPort()),
  },
  "No response": {
    "Nothing listens": async () => ({ url: `http://127.0.0.1:${await closedPort()}` }),
    "The name is unknown": () => Promise.resolve({ url: "https://nowhere.invalid" }),
    "The platform never responds": async () => ({ url: `http://127.0.0.1:${await silentPort()}` }),
    "The connection breaks after the request": async () => ({
      url: `http://127.0.0.1:${await droppingPort()}`,
    }),
  },
  "Gateways and wrong hosts": {
    "A login page": page(200, "<html><title>Sign in</title></html>"),
    "A redirect": async () => {
      const port = await respondingPort((_, response) =>
        response.writeHead(308, { location: "https://login.example.com/?key=1" }).end(),
      );
      return { url: `http://127.0.0.1:${port}` };
    },
    "A firewall's page": page(403, "<html><head><title>Request blocked</title></head></html>"),
    "A gateway's page": page(502, "<html><title>502 Bad Gateway</title></html>"),
    "No such API, as a page": page(404, "<html><title>Not Found</title></html>"),
    "No such API, as JSON": json(404, { message: "Cannot POST /api/public/connections" }),
    "Plain text": page(400, "upstream request failed"),
  },
  "The platform's reasons": {
    "A list of errors": json(400, {
      errors: [{ msg: "model is unknown", code: 400 }],
      timestamp: "x",
      path: "y",
    }),
    "A missing scope as 401": json(401, {
      errors: [{ msg: "Permission denied. Scope is incorrect!", code: 4002 }],
    }),
    "A revoked key": json(403, {
      success: false,
      error: { code: "E1", message: "The key is revoked", details: null },
    }),
    "A duplicate": json(409, { message: ["connectionName must be unique", "API_KEY must be unique"] }),
    "Problems by field": json(412, { errors: { connectionName: ["is taken"], model: ["is unknown"] } }),
    "A problem in title and detail": json(422, {
      type: "about:blank",
      title: "Invalid",
      detail: "The key is expired",
    }),
    "An OAuth error": json(401, { error: "invalid_token", error_description: "The token expired" }),
    "Too many requests": json(429, { message: "Slow down" }, { "retry-after": "86400" }),
    "A quota": json(429, { error: "Daily quota exceeded" }, { "x-ratelimit-reset": "7200" }),
    "A failing platform": json(503, { title: "Maintenance until noon" }),
    "A reason that repeats the key": json(400, {
      errors: [{ msg: `key ${KEY} is invalid` }, { msg: "see the manual" }],
    }),
  },
};

async function messageFor(way: Way): Promise<ConnectionsApiError> {
  if (way.trusts) setDefaultCACertificates([...trusted, ca.pem]);
  const variable = way.url.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
  for (const name of NAMES) setVariable(name, name === variable ? way.proxy : undefined);
  const client = new ApiClient({
    ...{ baseUrl: `${way.url}/api/public`, apiKey: "kg-planted-of-the-platform" },
    ...{ attemptTimeout: 1_000, timeout: 20_000, maxRetries: 0 },
  });
  const body = { provider: "Open AI", connectionName: "x", model: "m", fields: { API_KEY: KEY } };
  const began = performance.now();
  const error = await failureOf(client.create(body));
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(error.message).not.toMatch(/planted/);
  if (!(error instanceof ConnectionsApiError)) throw error;
  return error;
}

const settled = (text: string) =>
  text
    .replace(/the proxy 127\.0\.0\.1:\d+/g, "the proxy proxy.example.com:3128")
    .replace(/(https?:\/\/)127\.0\.0\.1:\d+/g, "$1proxy.example.com:3128")
    .replace(/127\.0\.0\.1:\d+/g, HOST)
    .replace(/until \d{4}-\d\d-\d\dT[\d:]+Z/, "until 2026-01-02T10:00:00Z")
    .replaceAll("|", "\\|")
    .replace(/</g, "\\<");

const HEAD = `# Messages about networks

\`test/provider/network-messages.test.ts\` generates this page from real servers: what the client says about a POST, and whether the connection may have been created. The last sentence is advice for scripts; the provider's advice names the settings of a stack. [Networks](networks.md) explains what to set.`;

test("the page shows what a user reads in each case, no case takes longer than its time limit, and none shows a key or password", async () => {
  const parts: string[] = [HEAD];
  for (const [title, cases] of Object.entries(CASES)) {
    const rows: string[] = [];
    for (const [name, way] of Object.entries(cases)) {
      const { message, outcomeUnknown } = await messageFor(await way());
      rows.push(`| ${name} | ${outcomeUnknown ? "perhaps" : "no"} | ${settled(message)} |`);
      await stopServers();
      setDefaultCACertificates(trusted);
    }
    parts.push(`## ${title}\n\n| case | created | message |\n| --- | --- | --- |\n${rows.join("\n")}`);
  }
  const text = await format(`${parts.join("\n\n")}\n`, {
    ...(await resolveConfig(PAGE)),
    parser: "markdown",
  });
  if (process.env["UPDATE_DOCS"] === "true") writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, "utf8")).toBe(text);
});

test.each([
  (address: string) => address,
  (address: string) => address.replace("http://", "HTTP://"),
  (address: string) => address.replace("http://", ""),
  (address: string) => ` ${address}/\n`,
])("the proxy's address may have the form %s", async (form) => {
  const asked: string[] = [];
  const platform = await respondingPort((_, response) => response.end('{"connections":[]}'), leaf());
  const proxy = await proxyPort(`user:${PASSWORD}`, platform, asked);
  setDefaultCACertificates([...trusted, ca.pem]);
  setVariable("HTTPS_PROXY", form(`http://user:${PASSWORD}@127.0.0.1:${proxy}`));
  const client = new ApiClient({
    ...{ baseUrl: `https://${HOST}/api/public`, apiKey: "kg-planted-of-the-platform" },
    ...{ attemptTimeout: 20_000, timeout: 20_000, maxRetries: 0 },
  });
  expect(await client.list()).toEqual([]);
  expect(asked).toEqual([`${HOST}:443`]);
});

test("a failed request does not keep the process alive, whatever the proxy still does", async () => {
  const proxy = await badProxyPort(() => undefined);
  const script = `
    const { ApiClient } = require("./dist/provider/api/client.js");
    const client = new ApiClient({ baseUrl: "https://${HOST}/api/public", apiKey: "k", attemptTimeout: 30000, timeout: 300, maxRetries: 0 });
    client.list().catch((error) => console.log(error.name));
  `;
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
    cwd: join(__dirname, "../.."),
    env: { HTTPS_PROXY: `http://127.0.0.1:${proxy}` },
    timeout: 20_000,
  });
  expect(stdout).toBe("NoResponseError\n");
  expect(performance.now() - began).toBeLessThan(15_000);
});

const SHAPES: Record<string, (text: string) => unknown> = {
  "errors[].msg": (text) => ({ errors: [{ msg: text, code: 1 }] }),
  "errors[].message": (text) => ({ errors: [{ message: text }] }),
  "errors[].detail": (text) => ({ errors: [{ detail: text }] }),
  "errors as texts": (text) => ({ errors: [text] }),
  "error.message": (text) => ({ success: false, error: { code: "X", message: text, details: null } }),
  "error.details[]": (text) => ({ error: { details: [{ reason: text }] } }),
  error: (text) => ({ error: text }),
  message: (text) => ({ message: text }),
  "message as a list": (text) => ({ message: [text] }),
  detail: (text) => ({ detail: text }),
  title: (text) => ({ title: text }),
  error_description: (text) => ({ error_description: text }),
  "a map of lists": (text) => ({ errors: { model: [text] } }),
  "a nested map": (text) => ({ error: { errors: { model: { first: text } } } }),
  "a list": (text) => [{ message: text }],
  "plain text": (text) => text,
};
const STATUSES = [400, 401, 403, 404, 409, 412, 422, 429, 500, 503];

describe.each(Object.entries(SHAPES))("the reason in %s", (_, shape) => {
  test.each(STATUSES)("is shown with status %d, and not if it contains a key", async (status) => {
    const emulator = await start();
    const send = async (text: string) => {
      const body = shape(text);
      const port = await respondingPort((_request, response) => {
        // Otherwise a 429 is sent again until the time is over.
        const headers = status === 429 ? { "retry-after": "86400" } : {};
        response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
      });
      const client = new ApiClient({
        ...{ baseUrl: `http://127.0.0.1:${port}/api/public`, apiKey: emulator.apiKey },
        ...{ attemptTimeout: 20_000, timeout: 20_000, maxRetries: 0 },
      });
      client.hide(KEY);
      return (await failureOf(client.get("cn-1"))).message;
    };
    expect(await send("the reason")).toContain("the reason");
    for (const planted of [
      KEY,
      emulator.apiKey,
      Buffer.from(KEY).toString("base64"),
      encodeURIComponent(KEY),
    ])
      expect(await send(`see ${planted} there`)).not.toContain(planted);
  });
});
