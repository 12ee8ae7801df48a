// A text that contains a secret in any spelling is not shown.
import { HIDDEN, Secrets } from "../../provider/api/redact";

const knowing = (...keys: string[]) => {
  const secrets = new Secrets();
  for (const key of keys) secrets.add(key);
  return secrets;
};
const shown = (text: string, ...keys: string[]) => (knowing(...keys).areShownBy(text) ? undefined : text);

const SECRETS = [
  "sk-planted-0123456789",
  "kurz",
  `quo"te`,
  `a&b<c>d'e`,
  "looks&amp;escaped",
  "back\\slash",
  "per%cent&more=",
  "ünïcode-名前-🔑",
  "k".repeat(4_000),
  "sk+/==",
  "x\ud800y",
];

const asGoWritesJson = (secret: string) =>
  JSON.stringify(secret).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);

const bytesAs = (prefix: string, secret: string) =>
  Buffer.from(secret)
    .toString("hex")
    .replace(/../g, (byte) => `${prefix}${byte}`);

const spellings: Record<string, (secret: string) => string> = {
  "as it is": (secret) => secret,
  "in capitals": (secret) => secret.toUpperCase(),
  "escaped as JSON": (secret) => JSON.stringify(secret),
  "escaped as JSON twice": (secret) => JSON.stringify(JSON.stringify(secret)),
  "escaped as Go writes JSON": asGoWritesJson,
  "escaped as Go writes JSON twice": (secret) => JSON.stringify(asGoWritesJson(secret)),
  "escaped as HTML": (secret) =>
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
  "with each byte as a percent escape": (secret) => bytesAs("%", secret),
  "with each byte as a percent escape, twice": (secret) => bytesAs("%25", secret),
  "with each byte as \\x escape": (secret) => bytesAs("\\x", secret),
  "as base64 in a URL": (secret) => encodeURIComponent(Buffer.from(secret).toString("base64")),
  "interrupted by control characters": (secret) => Array.from(secret.toWellFormed()).join("\u0000"),
  "interrupted by invisible characters": (secret) => Array.from(secret.toWellFormed()).join("\u200b"),
  "interrupted by variation selectors": (secret) => Array.from(secret.toWellFormed()).join("\ufe0f"),
  "interrupted by line separators": (secret) => Array.from(secret.toWellFormed()).join("\u2028"),
  "interrupted by escaped control characters": (secret) =>
    Array.from(secret.toWellFormed(), (character) => JSON.stringify(character).slice(1, -1)).join("\\n"),
  "interrupted by percent escapes of control characters": (secret) =>
    Array.from(encodeURIComponent(secret.toWellFormed())).join("%00").replaceAll("%00%", "%"),
  "interrupted, then as base64": (secret) =>
    Buffer.from(Array.from(secret.toWellFormed()).join("\u0001")).toString("base64"),
  "as hex with colons": (secret) => bytesAs(":", secret).slice(1),
  "as quoted-printable": (secret) => bytesAs("=", secret),
  "with full-width letters": (secret) =>
    secret.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  "encoded for a URL": (secret) => encodeURIComponent(secret.toWellFormed()),
  "as hex": (secret) => Buffer.from(secret).toString("hex"),
  "as hex in capitals": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "as base64": (secret) => Buffer.from(secret).toString("base64"),
  "as base64url": (secret) => Buffer.from(secret).toString("base64url"),
};

describe.each(Object.entries(spellings))("%s", (_, spelt) => {
  test.each(SECRETS)("secret %# is found", (secret) => {
    expect(shown(`before ${spelt(secret)} after`, "other", secret)).toBeUndefined();
  });
});

test.each(["", "a", "ab", "abc", "Basic user:"])("a secret after %j in base64 is found", (lead) => {
  const text = `Authorization: ${Buffer.from(`${lead}sk-planted-0123456789 and more`).toString("base64")}`;
  expect(shown(text, "sk-planted-0123456789")).toBeUndefined();
});

test("a secret in UTF-16 is found in base64", () => {
  const text = Buffer.from("sk-planted-0123456789", "utf16le").toString("base64");
  expect(shown(text, "sk-planted-0123456789")).toBeUndefined();
});

test("a text without a secret is shown", () => {
  expect(shown("The name is taken.", "sk-planted", "")).toBe("The name is taken.");
  expect(shown("anything", "")).toBe("anything");
  expect(shown("anything")).toBe("anything");
});

test("secrets that contain each other are found", () => {
  expect(shown("only abc here", "abcdef", "abc")).toBeUndefined();
  expect(shown("only ab here", "abcdef", "abc")).toBe("only ab here");
});

const KEY = "sk-planted-0123456789-0123456789";

test("12 characters of a key in a row are found, at its start, in it and at its end; 11 are not", () => {
  for (const start of [0, 5, KEY.length - 12]) {
    expect(shown(`a ${KEY.slice(start, start + 12)} b`, KEY)).toBeUndefined();
    expect(shown(`a ${KEY.slice(start, start + 11)} b`, KEY)).toBeDefined();
  }
});

test.each([
  ["sk-planted-01", 8],
  ["sk-planted-0123", 8],
  ["sk-planted-01234", 9],
  ["sk-planted-0123456789", 11],
])("more than half of the short key %s, and 8 characters of it, are too many for a message", (key, most) => {
  for (const start of [0, key.length - most]) {
    expect(shown(`a ${key.slice(start, start + most)}`, key)).toBeUndefined();
    expect(shown(`a ${key.slice(start, start + most - 1)}`, key)).toBeDefined();
    expect(knowing(key).hideIn(key.slice(start, start + most))).not.toBe(HIDDEN);
  }
});

test("a key of 8 characters or more is hidden in a value; a shorter one is not", () => {
  expect(knowing("12345678").hideIn("a 12345678 b")).toBe(HIDDEN);
  expect(knowing("1234567").hideIn("a 1234567 b")).toBe("a 1234567 b");
});

test("three quarters of a key in an id are too many; a part that both share is not", () => {
  const secrets = knowing("ak_ws-7f3a9c21d0e4_0123456789abcdef");
  expect(secrets.areMostlyIn("ws-7f3a9c21d0e4.17")).toBe(false);
  expect(secrets.areMostlyIn("ws-7f3a9c21d0e4_0123456789a")).toBe(true);
});

test("a text that takes too long to read is not shown, and reading it takes milliseconds", () => {
  const secrets = knowing(KEY);
  const bombs = [
    "\ufdfa".repeat(2_020) + String.raw`\\u0026amp;%2541=4=41&amp;`,
    Array.from({ length: 200 }, (_, i) => `abcdefghij${i}`).join(" "),
    "%41".repeat(600),
    Buffer.from(Buffer.from("a".repeat(1_000)).toString("base64")).toString("base64"),
  ];
  const began = process.cpuUsage();
  expect(secrets.hideIn(bombs[0]!)).toBe(HIDDEN);
  for (const bomb of bombs) secrets.hideIn(bomb);
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(500);
});

test.each(["api_key=ab%63d1234", "p%61ss=abcd1234", "%ff%2561%2562%2563%2564%2531%2532%2533%2534"])(
  "one encoding doesn't spoil another: %s",
  (text) => {
    expect(knowing("abcd1234").hideIn(text)).toBe(HIDDEN);
  },
);

test("a key behind other bytes is found in base64 of base64", () => {
  const inner = Buffer.from(`a${KEY}`).toString("base64");
  const outer = Buffer.concat([Buffer.from([0xff]), Buffer.from(inner)]).toString("base64");
  expect(knowing(KEY).hideIn(outer)).toBe(HIDDEN);
});

test("a complete key is found in an argument in any spelling; a part of it or a short key is not", () => {
  const secrets = knowing(KEY, "short");
  expect(secrets.areWholeIn(`https://example.com?key=${encodeURIComponent(KEY)}`)).toBe(true);
  expect(secrets.areWholeIn(KEY.slice(1))).toBe(false);
  expect(secrets.areWholeIn("short")).toBe(false);
});
