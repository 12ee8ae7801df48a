// Which proxy the environment names for a platform, and what is wrong with it.
import { proxyFor } from "../../provider/api/proxy";

const NAMES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

function setVariables(values: Record<string, string | undefined>): void {
  for (const name of NAMES) {
    const value = values[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}
afterEach(() => setVariables(before));

const PLATFORM = "https://platform.example.com/api/public";
const PROXY = "http://proxy.example.com:3128";

test.each([
  [{ HTTPS_PROXY: PROXY }, PLATFORM, PROXY, "HTTPS_PROXY"],
  [{ https_proxy: PROXY }, PLATFORM, PROXY, "https_proxy"],
  [{ HTTPS_PROXY: PROXY, https_proxy: "http://other" }, PLATFORM, PROXY, "HTTPS_PROXY"],
  [{ ALL_PROXY: PROXY }, PLATFORM, PROXY, "ALL_PROXY"],
  [{ HTTP_PROXY: PROXY }, "http://platform.example.com/api/public", PROXY, "HTTP_PROXY"],
  [{ HTTP_PROXY: PROXY }, PLATFORM, undefined, undefined],
  [{ HTTPS_PROXY: "" }, PLATFORM, undefined, undefined],
  [{ HTTPS_PROXY: "https://proxy.example.com" }, PLATFORM, "https://proxy.example.com", "HTTPS_PROXY"],
  [{ HTTPS_PROXY: "proxy.example.com:3128" }, PLATFORM, PROXY, "HTTPS_PROXY"],
  [{ HTTPS_PROXY: " HTTP://proxy.example.com:3128/\n" }, PLATFORM, PROXY, "HTTPS_PROXY"],
  [{}, PLATFORM, undefined, undefined],
])("with %j, %s is reached through %s", (variables: Record<string, string>, url, address, variable) => {
  setVariables(variables);
  const proxy = proxyFor(url);
  expect([proxy?.address, proxy?.variable]).toEqual([address, variable]);
});

test.each([
  ["platform.example.com", true],
  ["example.com", true],
  ["Example.COM", true],
  [".example.com", true],
  ["*.example.com", true],
  ["other.example.com, example.com", true],
  ["a.b c.d example.com", true],
  ["platform.example.com:443", true],
  ["example.com:", true],
  ["*", true],
  ["*:443", false],
  ["other.example.com:443", false],
  ["example.com:8443", false],
  ["ample.com", false],
  [".platform.example.com", false],
  ["*.platform.example.com", false],
  ["example.com.", false],
  ["", false],
  [",,", false],
  [".", false],
])("NO_PROXY=%s excludes platform.example.com: %s", (list, isExcluded) => {
  setVariables({ HTTPS_PROXY: PROXY, NO_PROXY: list });
  expect(proxyFor(PLATFORM) === undefined).toBe(isExcluded);
  // Either list counts: Pulumi's own runtime reads only the one in lower case.
  setVariables({ HTTPS_PROXY: PROXY, no_proxy: list, NO_PROXY: "127.0.0.1,localhost" });
  expect(proxyFor(PLATFORM) === undefined).toBe(isExcluded);
  setVariables({ HTTPS_PROXY: PROXY, NO_PROXY: list, no_proxy: "127.0.0.1,localhost" });
  expect(proxyFor(PLATFORM) === undefined).toBe(isExcluded);
});

test.each([
  ["10.1.2.3", "10.1.2.3", true],
  ["10.1.2.3", "10.0.0.0/8", true],
  ["10.1.2.3", "10.1.2.3:443", true],
  ["[fd00::1]", "fd00::/8", true],
  ["[fd00::1]", "fd00::1", true],
  ["[fd00::1]", "[fd00::1]", true],
  ["[fd00::1]", "[fd00::1]:443", true],
  ["[fd00::1]", "::/0", true],
  ["b\u00fccher.example", "b\u00fccher.example", true],
  ["b\u00fccher.example", "B\u00dcCHER.example:443", true],
  ["shop.b\u00fccher.example", ".b\u00fccher.example", true],
  ["10.1.2.3", "::/0", false],
  ["10.1.2.3", "10.0.0.0/8:443", false],
  ["10.1.2.3", "192.168.0.0/16", false],
  ["10.1.2.3", "10.1.2.3:8443", false],
  ["10.1.2.3", "10.0.0.0/33", false],
  ["10.1.2.3", "10.0.0.0/8/8", false],
  ["10.1.2.3", "10.0.0.0/", false],
  ["10.1.2.3", "fd00::/8", false],
  ["[fd00::1]", "10.0.0.0/8", false],
  ["platform.example.com", "10.0.0.0/8", false],
])("the address %s with NO_PROXY=%s is excluded: %s", (host, list, isExcluded) => {
  setVariables({ HTTPS_PROXY: PROXY, NO_PROXY: list });
  expect(proxyFor(`https://${host}/api/public`) === undefined).toBe(isExcluded);
});

test.each(["http://127.0.0.1:4010", "http://localhost:4010", "http://[::1]:4010", "https://127.0.0.2"])(
  "%s is never reached through a proxy",
  (url) => {
    setVariables({ HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, ALL_PROXY: PROXY });
    expect(proxyFor(url)).toBeUndefined();
  },
);

test("user name and password are in the URL that is used, not in the address that is shown", () => {
  setVariables({ HTTPS_PROXY: "user:plan#ted%40@proxy.example.com:3128".replace("#", "%23") });
  expect(proxyFor(PLATFORM)).toEqual({
    url: "http://user:plan%23ted%40@proxy.example.com:3128/",
    address: PROXY,
    variable: "HTTPS_PROXY",
  });
});

test.each([
  ...["socks5://user:planted@proxy.example.com", "http://user:planted@:x", "::planted", "http://"],
  ...["http://user:12/planted@proxy.example.com", "http://user:12#planted@proxy", "http://user:12?planted@p"],
  ...["http://proxy.example.com:3128/planted", "http://proxy.example.com/?planted"],
])("the proxy %s is an error without its value", (value) => {
  setVariables({ HTTPS_PROXY: value });
  expect(() => proxyFor(PLATFORM)).toThrow(
    /^HTTPS_PROXY is not the URL of an http proxy: write http:\/\/proxy\.example\.com:3128, or http:\/\/user:password@proxy\.example\.com:3128 with special characters encoded, for example # as %23; or exclude the host with NO_PROXY\. SOCKS is not supported$/,
  );
});

test.each(["http://user:100%planted@proxy.example.com", "http://us%er:planted@proxy.example.com"])(
  "the proxy %s has a %% that encodes nothing",
  (value) => {
    setVariables({ https_proxy: value });
    expect(() => proxyFor(PLATFORM)).toThrow(
      /^the user name or password in https_proxy contains a % that encodes nothing: write it as %25$/,
    );
  },
);

test.each([
  ["22.12.0", false],
  ["22.20.1", false],
  ["22.21.0", true],
  ["23.11.0", false],
  ["24.4.1", false],
  ["24.5.0", true],
  ["25.0.0", true],
])("Node.js %s can use a proxy: %s", (version, can) => {
  setVariables({ HTTPS_PROXY: PROXY });
  if (can) expect(proxyFor(PLATFORM, version)).toMatchObject({ address: PROXY });
  else
    expect(() => proxyFor(PLATFORM, version)).toThrow(
      `HTTPS_PROXY names the proxy ${PROXY}, but Node.js ${version} can't use proxies: install Node.js 24.5 or later, or 22.21 or later of version 22, or exclude platform.example.com with NO_PROXY`,
    );
});
