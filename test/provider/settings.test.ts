// The settings: where they come from, which forms of a host are accepted, and every problem in one message.
import { inspect } from "node:util";
import { environmentVariable } from "../../provider/environment";
import { type SettingsSource, SettingsError, readSettings, stackSource } from "../../provider/settings";

type Values = Record<string, string>;
const read = (config: Values, environment: Values = {}) =>
  readSettings(stackSource({ get: (key) => config[key.replace("model-connections:", "")] }), environment);
const problemIn = (config: Values, environment: Values = {}): string => {
  try {
    read(config, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message;
  }
  return "none";
};
const apiKey = "platform-key";

test("omitted settings have the documented defaults", () => {
  expect(read({ host: "platform.example.com", apiKey })).toEqual({
    host: "platform.example.com",
    baseUrl: "https://platform.example.com/api/public",
    apiKey,
    timeout: 120_000,
    maxRetries: 5,
    watchModifiedOn: true,
    acceptAllGone: false,
    reclaimHours: 24,
    keyRefusal: undefined,
  });
});

test("the environment is the fallback of the configuration, and empty values count as missing", () => {
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
  expect(problemIn({ host: "", apiKey: "" })).toMatch(/:host is missing.*:apiKey is missing/);
});

test.each([
  ["platform.example.com", "platform.example.com", "https"],
  ["platform.example.com:8443", "platform.example.com:8443", "https"],
  ["platform.example.com/tenant", "platform.example.com/tenant", "https"],
  ["platform.example.com/tenant/api/public/", "platform.example.com/tenant", "https"],
  ["platform.example.com/tenant/api/public/connections", "platform.example.com/tenant", "https"],
  ["https://platform.example.com/api/public/connections/", "platform.example.com", "https"],
  ["platform.example.com/API/public", "platform.example.com", "https"],
  ["platform.example.com/tenant/Api/Public/Connections", "platform.example.com/tenant", "https"],
  ["platform.example.com/%C3%A4pfel%C3%A4", "platform.example.com/%C3%A4pfel%C3%A4", "https"],
  ["platform.example.com.", "platform.example.com.", "https"],
  ["https.example.com", "https.example.com", "https"],
  ["http-gateway", "http-gateway", "https"],
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
])("host %j is the platform %s over %s", (given, host, scheme) => {
  expect(read({ host: given, apiKey })).toMatchObject({ host, baseUrl: `${scheme}://${host}/api/public` });
});

test.each(["two words", "ftp://x", "https://a b", "host:port", "https://x:99999", "%"])(
  "host %j is refused",
  (host) => {
    expect(problemIn({ host, apiKey })).toMatch(/must be a host, host:port or URL\.$/);
  },
);

test.each([
  ["https:/h.example.com", "has a mistyped scheme: write https://h.example.com"],
  ["https//h.example.com", "has a mistyped scheme: write https://h.example.com"],
  ["https:h.example.com/tenant", "has a mistyped scheme: write https://h.example.com/tenant"],
  ["https/h.example.com", "has a mistyped scheme: write https://h.example.com"],
  ["HTTP:\\\\localhost:1234", "has a mistyped scheme: write http://localhost:1234"],
  ["https://https://h.example.com", "has more than one scheme: write https://h.example.com"],
  ["http://https//h.example.com", "has more than one scheme: write https://h.example.com"],
  ["https", "has no host: write https://platform.example.com"],
  ["http", "has no host: write https://platform.example.com"],
  ["http:", "has no host: write https://platform.example.com"],
  ["http://", "has no host: write https://platform.example.com"],
  ["https://https", "has no host: write https://platform.example.com"],
  ["http:8080", "has no host: write https://platform.example.com"],
  ['"h.example.com"', "must not contain quotes: write h.example.com"],
  ["'https://h.example.com'", "must not contain quotes: write https://h.example.com"],
  ["\u201ch.example.com\u201d", "must not contain quotes: write h.example.com"],
  ["`h.example.com`", "must not contain quotes: write h.example.com"],
  ['""', "must not contain quotes: write platform.example.com"],
  [
    "${HOST}",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "https://$HOST/x",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  ["a.example.com,b.example.com", "is a list: give one host, for example platform.example.com"],
  ['["a.example.com", "b"]', "is a list: give one host, for example platform.example.com"],
  ["a.example.com; b.example.com", "is a list: give one host, for example platform.example.com"],
  [
    "{{host}}",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "https://{{ .Values.host }}/x",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "%HOST%",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "https://%FACADE%:8443",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "platform.example.com/%TENANT%",
    "contains a variable that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "<host>",
    "contains a placeholder that was not replaced: give the host itself, for example platform.example.com",
  ],
  [
    "https://<your platform>/x",
    "contains a placeholder that was not replaced: give the host itself, for example platform.example.com",
  ],
  ["*.example.com", "is not a host: write a name such as platform.example.com"],
  ["C:\\platform", "is not a host: write a name such as platform.example.com"],
  ["/platform", "is not a host: write a name such as platform.example.com"],
  ["2001:db8::1", "is an IPv6 address: write [2001:db8::1]"],
  ["h.example.com:0", "has the port 0: write the platform's port"],
  ["h..x", "has nothing between two dots, or before the first: write h.x"],
  [
    "https://h...example.com:8443/x",
    "has nothing between two dots, or before the first: write h.example.com:8443",
  ],
  [".h.example.com", "has nothing between two dots, or before the first: write h.example.com"],
  ["h.example.com..", "has nothing between two dots, or before the first: write h.example.com."],
  [
    "localhost:8080/api/public/connections/cn-1",
    "is the address of one connection: give only the host, http://localhost:8080",
  ],
  ["..", "has nothing between two dots, or before the first: write platform.example.com"],
  [
    "platform.example.com/api/public/connections/cn-1",
    "is the address of one connection: give only the host, platform.example.com",
  ],
  [
    "https://platform.example.com:8443/tenant/API/public/connections/cn-1/",
    "is the address of one connection: give only the host, platform.example.com:8443/tenant",
  ],
])("the mistyped host %j is refused, and the message says what to write", (host, problem) => {
  expect(problemIn({ host, apiKey })).toBe(
    `The settings of model-connections can't be used: model-connections:host ("${host}") ${problem}.`,
  );
});

test.each([
  "http://platform.example.com",
  "http://localhost.example.com",
  "http://128.0.0.1",
  "http://[::2]",
])("plain http to %s is refused unless it is allowed", (host) => {
  expect(problemIn({ host, apiKey })).toMatch(
    /plain http.*allow it with model-connections:allowInsecureHttp/,
  );
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
  "https:/planted:planted@x",
  "https//planted:planted@x",
  "https://https://planted:planted@x?planted",
  "https:x/?key=planted",
  "'planted:planted@x'",
  '"x?key=planted"',
  "planted:planted@x,y",
  "x?key=planted,y",
  "planted:planted@${HOST}",
  "https://planted:planted%40x",
  "https://planted:$planted@x",
  "https:planted@",
  "https?planted",
])("credentials in the host are refused and not shown: %s", (host) => {
  const problem = problemIn({ host, apiKey });
  expect(problem).toMatch(/:host/);
  expect(problem).not.toContain("planted");
});

test("an invalid host is shown safe to print", () => {
  expect(problemIn({ host: "a\u001b[2Jb c", apiKey })).toContain('("a�[2Jb c")');
});

test.each(["two words", "line\nend", "kéy", "k\u0000"])("the platform key %j is refused", (key) => {
  const problem = problemIn({ host: "x", apiKey: key });
  expect(problem).toMatch(/apiKey must be printable ASCII without whitespace/);
  expect(problem).not.toContain(key);
});

test("every problem is reported in one message", () => {
  const problem = problemIn({
    host: "http://x",
    allowInsecureHttp: "yes",
    apiKey: "planted secret",
    timeoutSeconds: "soon",
    maxRetries: "-1",
    watchModifiedOn: "1",
    acceptAllGone: "TRUE",
  });
  const named = [...problem.matchAll(/model-connections:(\w+) (?:is|must)/g)].map(([, name]) => name);
  expect(named).toEqual([
    "allowInsecureHttp",
    "host",
    "apiKey",
    "timeoutSeconds",
    "maxRetries",
    "watchModifiedOn",
    "acceptAllGone",
  ]);
  expect(problem).not.toContain("planted");
});

test("the message about a missing setting names both ways to set it", () => {
  expect(problemIn({})).toBe(
    "The settings of model-connections can't be used: " +
      "model-connections:host is missing: set it with pulumi config set model-connections:host, or as MODEL_CONNECTIONS_HOST in the environment; " +
      "model-connections:apiKey is missing: set it with pulumi config set --secret model-connections:apiKey, or as MODEL_CONNECTIONS_API_KEY in the environment.",
  );
});

test.each(["0", "-1", "NaN", "Infinity", " ", "1e12"])("timeoutSeconds %j is refused", (timeoutSeconds) => {
  expect(problemIn({ host: "x", apiKey, timeoutSeconds })).toMatch(/timeoutSeconds must be a number/);
});

test("numbers and flags are read as given", () => {
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
  "Node %s is too old, which is reported before anything else",
  (node) => {
    expect(() => readSettings(stackSource({ get: () => undefined }), {}, node)).toThrow(
      `pulumi-model-connections requires Node.js 22.12 or later, but this is Node.js ${node}.`,
    );
  },
);

test.each(["22.12.0", "23.0.0", "24.21.0"])("Node %s is accepted", (node) => {
  expect(() => readSettings(stackSource({ get: () => "1" }), {}, node)).toThrow(
    /^The settings of model-connections/,
  );
});

test("no error of the settings shows the platform key", () => {
  try {
    read({ host: "http://x", apiKey: "planted-key" });
  } catch (error) {
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain("planted");
  }
  expect.assertions(1);
});

test("a source decides what messages call its settings and how to set them", () => {
  const commandLine: SettingsSource = {
    get: (name) => (name === "timeoutSeconds" ? "soon" : undefined),
    label: (name) => `--${name}`,
    howToSet: (name) => `give --${name}`,
  };
  expect(() => readSettings(commandLine, {})).toThrow(
    "The settings of model-connections can't be used: --host is missing: give --host; " +
      "--apiKey is missing: give --apiKey; --timeoutSeconds must be a number from 0.1 to 86400.",
  );
});

test("a name of an object's prototype is not a variable of the environment", () => {
  expect(environmentVariable("constructor")).toBeUndefined();
  expect(environmentVariable("NAME", { NAME: "value" })).toBe("value");
});

describe("a key from the environment and MODEL_CONNECTIONS_HOST", () => {
  const environment = {
    MODEL_CONNECTIONS_HOST: "platform.example.com",
    MODEL_CONNECTIONS_API_KEY: "of-env-0001",
  };

  test("a stack that names another host is refused, before anything is sent", () => {
    expect(() => read({ host: "evil.example.com" }, environment)).toThrow(
      "a key from the environment is sent only to MODEL_CONNECTIONS_HOST, and model-connections:host names another host: make them equal, or unset MODEL_CONNECTIONS_HOST",
    );
  });

  test("plain http to the same host is refused too", () => {
    const http = { host: "http://platform.example.com", allowInsecureHttp: "true" };
    expect(() => read(http, environment)).toThrow("names another host");
  });

  test.each(["platform.example.com", "https://platform.example.com", "platform.example.com/api/public"])(
    "a stack that names the same host as %s is accepted",
    (host) => {
      expect(read({ host }, environment)).toMatchObject({
        host: "platform.example.com",
        apiKey: "of-env-0001",
      });
    },
  );

  test("a key in the stack is sent to the stack's host, but a connection's key from the environment is not", () => {
    const settings = read({ host: "eu.example.com", apiKey }, environment);
    expect(settings).toMatchObject({
      host: "eu.example.com",
      keyRefusal: expect.stringContaining("sent only to"),
    });
  });
});
