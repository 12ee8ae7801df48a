// The search finds leaks that were planted on purpose, so that finding none proves something.
import { findLeaks } from "./leak-search";

const secret = `sk-"quoted"\\back'<html>&ключ🔑%41-${"0123456789abcdef".repeat(3)}`;
const bytes = Buffer.from(secret);
const json = JSON.stringify(secret);

const base64 = (lead: number, encoding: "base64" | "base64url") =>
  Buffer.concat([Buffer.from("xyz".slice(0, lead)), bytes, Buffer.from("tail")]).toString(encoding);

const leaks: Record<string, string> = {
  "in plain text": secret,
  "in another case": secret.toUpperCase(),
  "as JSON": json,
  "as JSON in JSON": JSON.stringify(json),
  "as ASCII JSON": json.replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ),
  "as JSON written by Go": json
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026"),
  "URL-encoded": encodeURIComponent(secret),
  "as a form": new URLSearchParams({ key: secret }).toString(),
  "as \\x escapes": bytes.toString("hex").replace(/../g, (byte) => `\\x${byte}`),
  "URL-encoded throughout, twice": bytes.toString("hex").replace(/../g, (byte) => `%25${byte}`),
  "in base64, twice": Buffer.from(bytes.toString("base64")).toString("base64"),
  "in hex of base64": Buffer.from(bytes.toString("base64")).toString("hex"),
  "in hex": bytes.toString("hex"),
  "in base64": base64(0, "base64"),
  "in base64 after one byte": base64(1, "base64"),
  "in base64 after two bytes": base64(2, "base64"),
  "in base64url after one byte": base64(1, "base64url"),
  "as JSON in base64": Buffer.from(`{"key":${json}}`).toString("base64"),
  "truncated at its end": secret.slice(0, 45),
  "truncated at its beginning": secret.slice(-45),
};

test.each(Object.entries(leaks))("a key %s is found", (_, text) => {
  const found = findLeaks({ good: "nothing here", bad: `before ${text} after` }, { planted: secret });
  expect(found).toEqual([expect.objectContaining({ where: "bad", secret: "planted" })]);
});

test("a key of four characters is found in plain text, and not in text that only resembles it", () => {
  const texts = { bad: `key=~k!4;`, good: "~k!5 fmshNA== 7e6b2134".slice(0, 4) };
  expect(findLeaks(texts, { planted: "~k!4" })).toEqual([
    { where: "bad", secret: "planted", spelling: "plain text" },
  ]);
});

test("a reported leak does not contain the key", () => {
  expect(JSON.stringify(findLeaks({ bad: secret }, { planted: secret }))).not.toContain("sk-");
});

test.each([
  ["a run of 12 characters", secret.slice(20, 32)],
  ["invisible characters in between", Array.from(secret).join("\u200b")],
  ["invisible characters in between, escaped", Array.from(secret).join("\\u200b")],
  ["replaced characters in between", Array.from(secret).join("\ufffd")],
])("with `run`, %s is found, and 11 characters are not", (_, text) => {
  expect(findLeaks({ bad: text }, { planted: secret }, { run: 12 })).not.toEqual([]);
  expect(findLeaks({ good: secret.slice(20, 31) }, { planted: secret }, { run: 12 })).toEqual([]);
});
