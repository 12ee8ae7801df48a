// A text that contains a secret in any spelling is not shown.
import { withoutSecrets } from "../../provider/api/redact";

const shown = (text: string, ...secrets: string[]) => withoutSecrets(text, secrets);

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

test("a text without a secret is shown", () => {
  expect(shown("The name is taken.", "sk-planted", "")).toBe("The name is taken.");
  expect(shown("anything", "")).toBe("anything");
  expect(shown("anything")).toBe("anything");
});

test("secrets that contain each other are found", () => {
  expect(shown("only abc here", "abcdef", "abc")).toBeUndefined();
  expect(shown("only ab here", "abcdef", "abc")).toBe("only ab here");
});
