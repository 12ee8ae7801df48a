// The settings: where they come from, which forms of a host there are, and every fault in one message.
import { inspect } from "node:util";
import { SettingsError, readSettings } from "../../provider/settings";

type Values = Record<string, string>;
const read = (config: Values, environment: Values = {}) =>
  readSettings({ get: (key) => config[key.replace("model-connections:", "")] }, environment);
const faultOf = (config: Values, environment: Values = {}): string => {
  try {
    read(config, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message;
  }
  return "none";
};
const apiKey = "platform-key";

test("defaults are those of the documentation", () => {
  expect(read({ host: "platform.example.com", apiKey })).toEqual({
    host: "platform.example.com",
    baseUrl: "https://platform.example.com/api/public",
    apiKey,
    timeout: 120_000,
    maxRetries: 5,
    watchModifiedOn: true,
    acceptAllGone: false,
  });
});

test("configuration comes before the environment, and empty values count as missing", () => {
  const environment = {
    MODEL_CONNECTIONS_HOST: "env.example.com",
    MODEL_CONNECTIONS_API_KEY: "of-env",
    MODEL_CONNECTIONS_ACCEPT_ALL_GONE: "true",
  };
  expect(read({}, environment)).toMatchObject({
    host: "env.example.com",
    apiKey: "of-env",
    acceptAllGone: true,
  });
  expect(read({ host: "own.example.com", apiKey, acceptAllGone: "false" }, environment)).toMatchObject({
    host: "own.example.com",
    apiKey,
    acceptAllGone: false,
  });
  expect(faultOf({ host: "", apiKey: "" })).toMatch(/:host is missing.*:apiKey is missing/);
});

test.each([
  ["platform.example.com", "platform.example.com", "https"],
  ["platform.example.com:8443", "platform.example.com:8443", "https"],
  ["platform.example.com/tenant", "platform.example.com/tenant", "https"],
  ["platform.example.com/tenant/api/public/", "platform.example.com/tenant", "https"],
  ["https://platform.example.com", "platform.example.com", "https"],
  ["https://platform.example.com/", "platform.example.com", "https"],
  ["https://platform.example.com/api/public", "platform.example.com", "https"],
  ["HTTPS://Platform.Example.COM:443", "platform.example.com", "https"],
  [" platform.example.com\n", "platform.example.com", "https"],
  ["127.0.0.1:8080", "127.0.0.1:8080", "http"],
  ["127.9.9.9", "127.9.9.9", "http"],
  ["localhost:1234", "localhost:1234", "http"],
  ["[::1]:1234", "[::1]:1234", "http"],
  ["http://localhost:1234", "localhost:1234", "http"],
  ["http://[::1]:1234/x", "[::1]:1234/x", "http"],
  ["https://localhost:1234", "localhost:1234", "https"],
  ["[2001:db8::1]:8443", "[2001:db8::1]:8443", "https"],
])("host %j is %s over %s", (given, host, scheme) => {
  expect(read({ host: given, apiKey })).toMatchObject({ host, baseUrl: `${scheme}://${host}/api/public` });
});

test.each(["two words", "ftp://x", "http://", "https://a b", "::1", "host:port", "https://x:99999", "%"])(
  "host %j is refused",
  (host) => {
    expect(faultOf({ host, apiKey })).toMatch(/must be a host, host:port or URL\.$/);
  },
);

test.each([
  "http://platform.example.com",
  "http://localhost.example.com",
  "http://128.0.0.1",
  "http://[::2]",
])("plain http to %s is refused unless it is allowed", (host) => {
  expect(faultOf({ host, apiKey })).toMatch(/plain http.*set model-connections:allowInsecureHttp to true/);
  expect(read({ host, apiKey, allowInsecureHttp: "true" }).baseUrl).toBe(`${host}/api/public`);
});

test.each([
  "https://planted:planted@x",
  "planted:planted@x",
  "planted@x",
  "ftp://planted:planted@x",
  "planted:planted word@x",
  "ftp://planted:p@planted@x",
  "ftp://planted:p/planted@x",
  "ftp://x?key=planted",
  "https://x/?planted",
  "https://x/#planted",
])("credentials in the host are refused and not repeated: %s", (host) => {
  const fault = faultOf({ host, apiKey });
  expect(fault).toMatch(/:host/);
  expect(fault).not.toContain("planted");
});

test("a host that escapes the terminal is repeated in safe letters", () => {
  expect(faultOf({ host: "a\u001b[2Jb c", apiKey })).toContain('("a�[2Jb c")');
});

test.each(["two words", "line\nend", "kéy", "k\u0000"])("a platform key can't be %j", (key) => {
  const fault = faultOf({ host: "x", apiKey: key });
  expect(fault).toMatch(/apiKey must be printable ASCII without blanks/);
  expect(fault).not.toContain(key);
});

test("every fault comes in one message", () => {
  const fault = faultOf({
    host: "http://x",
    allowInsecureHttp: "yes",
    apiKey: "planted secret",
    timeoutSeconds: "soon",
    maxRetries: "-1",
    watchModifiedOn: "1",
    acceptAllGone: "TRUE",
  });
  const named = [...fault.matchAll(/model-connections:(\w+) (?:is|must)/g)].map(([, name]) => name);
  expect(named).toEqual([
    "allowInsecureHttp",
    "host",
    "apiKey",
    "timeoutSeconds",
    "maxRetries",
    "watchModifiedOn",
    "acceptAllGone",
  ]);
  expect(fault).not.toContain("planted");
});

test("a missing setting says both ways to set it", () => {
  expect(faultOf({})).toBe(
    "The settings of model-connections can't be used: " +
      "model-connections:host is missing: set it with pulumi config set model-connections:host, or as MODEL_CONNECTIONS_HOST in the environment; " +
      "model-connections:apiKey is missing: set it with pulumi config set --secret model-connections:apiKey, or as MODEL_CONNECTIONS_API_KEY in the environment.",
  );
});

test.each(["0", "-1", "NaN", "Infinity", " ", "1e12"])("timeoutSeconds can't be %j", (timeoutSeconds) => {
  expect(faultOf({ host: "x", apiKey, timeoutSeconds })).toMatch(/timeoutSeconds must be a number/);
});

test("amounts and flags are read as given", () => {
  expect(
    read({
      host: "x",
      apiKey,
      timeoutSeconds: "0.5",
      maxRetries: "0",
      watchModifiedOn: "false",
      acceptAllGone: "true",
    }),
  ).toMatchObject({ timeout: 500, maxRetries: 0, watchModifiedOn: false, acceptAllGone: true });
});

test.each(["20.20.2", "22.11.0", "18.0.0"])(
  "Node %s is too old, and is told so before anything else",
  (node) => {
    expect(() => readSettings({ get: () => undefined }, {}, node)).toThrow(
      `pulumi-model-connections needs Node 22.12 or newer, and this is ${node}.`,
    );
  },
);

test.each(["22.12.0", "23.0.0", "24.21.0"])("Node %s will do", (node) => {
  expect(() => readSettings({ get: () => "1" }, {}, node)).toThrow(/^The settings of model-connections/);
});

test("no setting error shows the platform key", () => {
  try {
    read({ host: "http://x", apiKey: "planted-key" });
  } catch (error) {
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain("planted");
  }
  expect.assertions(1);
});
