// `model-connections doctor` on the way to the platform: proxies, TLS and certificates, from real servers.
import { type PeerCertificate, getCACertificates, setDefaultCACertificates } from "node:tls";
import { checkCertificate, refused } from "../../cli/doctor/certificate";
import { checkProxy } from "../../cli/doctor/proxy";
import { ApiClient } from "../../provider/api/client";
import { companyCa } from "../network/certificates";
import { checks, doctor, environmentOf, platform } from "./examined";
import {
  badProxyPort,
  closedPort,
  droppingPort,
  frontPort,
  proxyPort,
  respondingPort,
  silentPort,
} from "../network/servers";

const ca = companyCa();
const trusted = getCACertificates("default");
afterAll(() => ca.remove());
afterEach(() => setDefaultCACertificates(trusted));

const trustTheCompany = () => setDefaultCACertificates([...trusted, ca.pem]);

test("a certificate of a company's authority fails until the authority is trusted", async () => {
  const emulator = await platform();
  const port = await frontPort(emulator, ca.signed("IP:127.0.0.1", 90));
  const environment = environmentOf(emulator, `https://127.0.0.1:${port}`);
  expect((await checks(environment)).certificate).toMatchObject({
    ok: false,
    text: "TLSv1.3, issued by Example Company CA, which this machine does not trust: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    advice: expect.stringMatching(
      /NODE_EXTRA_CA_CERTS.*NODE_USE_SYSTEM_CA=1.*Node\.js 24\.6 or later, or 22\.19/,
    ),
  });
  expect(emulator.journal()).toEqual([]);
  trustTheCompany();
  const found = await checks(environment, "--write-scope");
  expect(found.certificate).toMatchObject({
    text: "TLSv1.3, issued by Example Company CA for 127.0.0.1, 89 days left",
    advice: null,
  });
  for (const { ok } of Object.values(found)) expect(ok).toBe(true);
});

test.each([
  ["IP:127.0.0.1", 20, true, "issued by Example Company CA for 127.0.0.1, 19 days left"],
  ["IP:127.0.0.1", -1, false, "issued by Example Company CA, valid only from "],
  ["DNS:other.example.com", 90, false, "but not for 127.0.0.1: it is for DNS:other.example.com"],
])("a certificate for %s and %d days has advice", async (names, days, ok, text) => {
  trustTheCompany();
  const emulator = await platform();
  const port = await frontPort(emulator, ca.signed(names, days));
  const { certificate } = await checks(environmentOf(emulator, `https://127.0.0.1:${port}`));
  expect(certificate).toMatchObject({ ok, text: expect.stringContaining(text), advice: expect.any(String) });
});

test.each(["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"])(
  "%s is a certificate for another host",
  (code) => {
    const certificate = { subjectaltname: "DNS:other.example.com" } as PeerCertificate;
    const handshake = { protocol: "TLSv1.3", certificate, problem: code };
    expect(refused(handshake, code, new URL("https://platform.example.com"))).toMatchObject({
      ok: false,
      text: expect.stringContaining("but not for platform.example.com: it is for DNS:other.example.com"),
    });
  },
);

test("https to a port with plain http, and to a port on which nothing listens", async () => {
  const emulator = await platform();
  const plain = await checks(environmentOf(emulator, `https://${emulator.host}`));
  expect(plain.certificate).toMatchObject({
    ok: false,
    text: `${emulator.host} does not use TLS: ERR_SSL_WRONG_VERSION_NUMBER`,
  });
  const port = await closedPort();
  const closed = await checks(environmentOf(emulator, `https://127.0.0.1:${port}`));
  expect(closed.certificate).toMatchObject({
    ok: false,
    text: `no TLS connection to 127.0.0.1:${port}: ECONNREFUSED`,
  });
});

test("a server that has only an old version of TLS", async () => {
  const emulator = await platform();
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
  const port = await frontPort(emulator, { ...ca.signed("IP:127.0.0.1", 90), ...old });
  const { certificate } = await checks(environmentOf(emulator, `https://127.0.0.1:${port}`));
  expect(certificate).toMatchObject({
    ok: false,
    text: expect.stringContaining("has no version of TLS that Node.js accepts"),
    advice: "Ask the platform's operator for TLS 1.2 or later.",
  });
});

test("a gateway that requires a client certificate fails, with TLS 1.2 at the handshake, with 1.3 after it", async () => {
  trustTheCompany();
  const emulator = await platform();
  const leaf = { ...ca.signed("IP:127.0.0.1", 90), ca: ca.pem, requestCert: true, rejectUnauthorized: true };
  const found = async (maxVersion: "TLSv1.2" | "TLSv1.3") =>
    checks(
      environmentOf(emulator, `https://127.0.0.1:${await frontPort(emulator, { ...leaf, maxVersion })}`),
    );
  expect((await found("TLSv1.2")).certificate).toMatchObject({
    ok: false,
    text: expect.stringContaining("no TLS connection to 127.0.0.1:"),
    advice: expect.stringContaining("a client certificate is required"),
  });
  expect((await found("TLSv1.3")).response.ok).toBe(false);
  expect(emulator.journal()).toEqual([]);
});

test.each([
  [
    "the platform",
    async () => ({ port: await silentPort(), proxy: undefined }),
    /^no TLS connection to 127\.0\.0\.1:\d+ within 0\.1 s$/,
    /^Check that firewalls allow https to the host\.$/,
  ],
  [
    "the proxy",
    async () => {
      const address = `http://127.0.0.1:${await silentPort()}`;
      return { port: 443, proxy: { url: address, address, variable: "HTTPS_PROXY" } };
    },
    /^the proxy http:\/\/127\.0\.0\.1:\d+ did not connect to 127\.0\.0\.1:443 within 0\.1 s$/,
    /may connect to the proxy/,
  ],
])(
  "the check of the certificate ends within its time limit if %s never responds",
  async (_, opened, what, remedy) => {
    const { port, proxy } = await opened();
    const url = new URL(`https://127.0.0.1:${port}/api/public`);
    const options = { baseUrl: url.href, apiKey: "k", attemptTimeout: 1, maxRetries: 0, timeout: 1 };
    const found = { url, client: new ApiClient(options), probeLimit: 100 };
    const { ok, text, advice } = await checkCertificate({ platform: found, route: { proxy } });
    expect(ok).toBe(false);
    expect(text).toMatch(what);
    expect(advice).toMatch(remedy);
  },
);

describe("with a proxy", () => {
  const credentials = "user:proxy-password";
  const NAME = "platform.example.com";

  async function behindProxy(asked: string[] = []) {
    const emulator = await platform();
    const port = await frontPort(emulator, ca.signed(`DNS:${NAME}`, 90));
    const address = `127.0.0.1:${await proxyPort(credentials, port, asked)}`;
    return { environment: environmentOf(emulator, NAME), emulator, address };
  }

  test("the handshake goes through it, with its user name and password, which are not printed", async () => {
    trustTheCompany();
    const asked: string[] = [];
    const { environment, address } = await behindProxy(asked);
    const found = await checks({ ...environment, HTTPS_PROXY: `http://${credentials}@${address}` });
    expect(found.proxy).toMatchObject({ ok: true, text: `http://${address} is used, from HTTPS_PROXY` });
    expect(found.nameResolution).toMatchObject({
      ok: null,
      text: "not checked: the proxy resolves the name",
    });
    expect(found.certificate).toMatchObject({
      ok: true,
      text: `TLSv1.3, issued by Example Company CA for ${NAME}, 89 days left`,
    });
    expect(asked[0]).toBe(`${NAME}:443`);
  });

  test("one that requires a user name is reported as such", async () => {
    const { environment, address } = await behindProxy();
    const { certificate } = await checks({ ...environment, HTTPS_PROXY: `http://${address}` });
    expect(certificate).toMatchObject({
      ok: false,
      text: `the proxy refused to connect to ${NAME}:443 through http://${address}: status 407`,
      advice: expect.stringContaining("user name and password"),
    });
  });

  test.each([
    [
      "on which nothing listens",
      "http",
      () => closedPort(),
      "could not be reached: ECONNREFUSED",
      "Check HTTPS_PROXY, and whether this machine may connect to the proxy.",
    ],
    [
      "that closes each connection",
      "http",
      () => droppingPort(),
      "closed the connection: ECONNRESET",
      "Check HTTPS_PROXY, and whether this machine may connect to the proxy.",
    ],
    [
      "that does not send HTTP",
      "http",
      () => badProxyPort((socket) => socket.end("SSH-2.0-server\r\n")),
      "is not HTTP: HPE_INVALID_CONSTANT",
      "Check the scheme and port in HTTPS_PROXY.",
    ],
    [
      "that has no TLS, but an https address",
      "https",
      () => proxyPort(credentials, 1),
      "does not use TLS: ERR_SSL_WRONG_VERSION_NUMBER",
      "Begin the address in HTTPS_PROXY with http://.",
    ],
    [
      "whose certificate is not trusted",
      "https",
      () => respondingPort(() => undefined, ca.signed("IP:127.0.0.1", 90)),
      "is not trusted: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "NODE_EXTRA_CA_CERTS",
    ],
  ])("one %s is to blame, not the platform", async (_, scheme, port, what, remedy) => {
    const emulator = await platform();
    const address = `${scheme}://127.0.0.1:${await port()}`;
    const { certificate } = await checks({ ...environmentOf(emulator, NAME), HTTPS_PROXY: address });
    expect(certificate).toMatchObject({ ok: false, advice: expect.stringContaining(remedy) });
    expect(certificate.text).toMatch(/^the (certificate of the |response of the )?proxy /);
    expect(certificate.text).toContain(address);
    expect(certificate.text).toContain(what);
    expect(certificate.text).not.toContain(NAME);
  });

  test.each([
    ["IP:127.0.0.1", -1, "is not valid now: CERT_HAS_EXPIRED", "Check this machine's clock."],
    ["DNS:other.example.com", 90, "is for another host", "In HTTPS_PROXY, use a name"],
  ])("a trusted certificate of a proxy for %s and %d days", async (names, days, what, remedy) => {
    trustTheCompany();
    const emulator = await platform();
    const port = await respondingPort(() => undefined, ca.signed(names, days));
    const HTTPS_PROXY = `https://127.0.0.1:${port}`;
    const { certificate } = await checks({ ...environmentOf(emulator, NAME), HTTPS_PROXY });
    expect(certificate).toMatchObject({
      ok: false,
      text: `the certificate of the proxy ${HTTPS_PROXY} ${what}`,
      advice: expect.stringContaining(remedy),
    });
  });

  test("one that does not find the platform", async () => {
    const port = await badProxyPort((socket) => socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    const HTTPS_PROXY = `http://127.0.0.1:${port}`;
    const { certificate } = await checks({ ...environmentOf(await platform(), NAME), HTTPS_PROXY });
    expect(certificate).toMatchObject({
      ok: false,
      text: `the proxy refused to connect to ${NAME}:443 through ${HTTPS_PROXY}: status 503`,
      advice: expect.stringContaining("Check the spelling of the host: the proxy may not find it."),
    });
  });

  test.each([
    ["closes the connection", droppingPort],
    [
      "responds in the platform's place",
      () => respondingPort((_, response) => response.writeHead(502).end()),
    ],
  ])("one for plain http that %s is named", async (_, port) => {
    const HTTP_PROXY = `http://127.0.0.1:${await port()}`;
    const environment = { ...environmentOf(await platform(), `http://${NAME}`), HTTP_PROXY };
    const { response } = await checks(environment, "--allow-insecure-http");
    expect(response).toMatchObject({
      ok: false,
      text: expect.stringContaining(`; the request went through the proxy ${HTTP_PROXY}`),
      advice: expect.stringMatching(/^Check the proxy first \(HTTP_PROXY\)\. ./),
    });
  });

  test("a Node.js that can't use proxies has its own advice", () => {
    const url = new URL(`https://${NAME}/api/public`);
    const options = { baseUrl: url.href, apiKey: "k", attemptTimeout: 1, maxRetries: 0, timeout: 1 };
    const found = { url, client: new ApiClient(options), probeLimit: 100 };
    const { env } = process;
    process.env = { HTTPS_PROXY: `http://${credentials}@127.0.0.1:3128` };
    const proxy = checkProxy({ platform: found }, "22.12.0");
    process.env = env;
    expect(proxy).toMatchObject({
      ok: false,
      text: expect.stringMatching(/ but Node\.js 22\.12\.0 can't use proxies$/),
      advice: expect.stringMatching(
        /^Install Node\.js .*, or exclude platform\.example\.com with NO_PROXY\.$/,
      ),
    });
  });

  test("one that NO_PROXY excludes, that is for another machine, or that can't be used", async () => {
    const { environment, emulator, address } = await behindProxy();
    const HTTPS_PROXY = `http://${credentials}@${address}`;
    const excluded = await checks({ ...environment, HTTPS_PROXY, NO_PROXY: NAME });
    expect(excluded.proxy.text).toBe(`HTTPS_PROXY is set, but not used: NO_PROXY excludes ${NAME}`);
    const loopback = await checks({ ...environmentOf(emulator, "https://127.0.0.1:1"), HTTPS_PROXY });
    expect(loopback.proxy.text).toBe("HTTPS_PROXY is set, but not used: the platform is on this machine");
    const unusable = await checks({ ...environment, HTTPS_PROXY: `socks5://${credentials}@${address}` });
    expect(unusable.proxy).toMatchObject({
      ok: false,
      text: expect.stringContaining("HTTPS_PROXY"),
      advice: expect.stringMatching(/^Write http:.*\.$/),
    });
  });
});

test("plain http to another machine is refused, and with --allow-insecure-http there is advice", async () => {
  const emulator = await platform();
  const environment = environmentOf(emulator, "http://nowhere.invalid");
  expect((await checks(environment)).settings.ok).toBe(false);
  const { out } = await doctor(environment, "--allow-insecure-http");
  expect(out).toContain("✗ Name resolution: nowhere.invalid has no address here");
});
