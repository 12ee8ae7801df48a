// The values of headers: which are secret, what of a platform's response may be stored, and what it says about them.
import {
  type Header,
  NOT_STORED,
  hashedMask,
  hashedValue,
  isCredential,
  safeValue,
  secretsOf,
  valueContradicts,
} from "../../provider/api/headers";
import { Secrets } from "../../provider/api/redact";
import {
  headerDifferences,
  maskedHeaders,
  masksAfterRead,
} from "../../provider/model-connection/masked-headers";

const header = (key: string, value: string): Header => ({ key, value });

test.each([
  ["Authorization", "Bearer sk-1234567890", ["sk-1234567890"]],
  ["authorization", "sk-1", ["sk-1"]],
  ["X-Api-Key", "short", ["short"]],
  ["X-Gateway", "Token abc", ["abc"]],
  ["X-Team", "research-team", ["research-team"]],
  ["X-Version", "2", []],
  ["Content-Type", "application/json", []],
  ["Accept", "*/*", []],
  ["User-Agent", "agent/1.0 of us", ["agent/1.0 of us"]],
  ["X-Kind", "Anthropic", []],
  ["X-State", "FINALIZED", []],
  ["Authorization", "Bearer {{api_token}}", []],
  [
    "Authorization",
    `Basic ${Buffer.from("user:password-1").toString("base64")}`,
    ["dXNlcjpwYXNzd29yZC0x", "password-1"],
  ],
] as const)("of %s: %s, the secrets are %j", (key, value, secrets) => {
  expect(secretsOf([header(key, value)])).toEqual(secrets);
});

test.each([
  ["Authorization", "x", true],
  ["Ocp-Apim-Subscription-Key", "x", true],
  ["Cookie", "x", true],
  ["X-Route", "Bearer x", true],
  ["X-Model", "gpt-4o", false],
  ["Content-Type", "application/json", false],
  ["X-Auth-Type", "user", false],
  ["X-Max-Tokens", "4096", false],
  ["X-Session", "1", false],
])("%s: %s is certainly a credential: %s", (key, value, expected) => {
  expect(isCredential(header(key, value))).toBe(expected);
});

test("only a mask with at most 12 visible characters is stored; anything else is a hash", () => {
  for (const mask of ["***", "Bearer ****1234", "sk-•••1234", "sk-…"]) expect(safeValue(mask)).toBe(mask);
  for (const shown of ["", "Bearer sk-1234567890", "*/*", "xxxx", "sk-12345678901****", "[hidden]"]) {
    expect(safeValue(shown)).toMatch(/^\(not stored; hash of the (value|mask): [0-9a-f]{8}\)$/);
    expect(safeValue(shown)).toBe(safeValue(shown));
  }
});

test("a mask or a hash contradicts another value, and says nothing about a value that it fits", () => {
  const value = "Bearer sk-1234567890";
  for (const shown of ["***", "Be***90", hashedValue(value), safeValue("sk-12345678901234****")])
    expect(valueContradicts(shown, value)).toBe(false);
  for (const shown of ["Be***91", "x***", hashedValue("Bearer sk-1234567891")])
    expect(valueContradicts(shown, value)).toBe(true);
});

test("a mask that shows more than half of a known value is not stored, and is not stored later either", () => {
  const declared = [header("Authorization", "Bearer abcd1234")];
  const shown = maskedHeaders([header("authorization", "Bearer abc***34")], declared)!;
  expect(shown["authorization"]).toMatch(/^\(not stored; hash of the mask/);
  const later = maskedHeaders([header("authorization", "Bearer abc***34")], []);
  expect(masksAfterRead(shown, later)).toEqual(shown);
  expect(maskedHeaders(undefined, declared)).toBeUndefined();
});

test("differences name headers in any case, and no value", () => {
  expect(headerDifferences({ A: "x***", B: "1" }, { a: "x***", b: "1" })).toBeUndefined();
  expect(headerDifferences({ A: "x***", B: "1" }, { a: "y***", c: "1" })).toBe(
    "another value of a, no b, also c",
  );
  expect(headerDifferences({}, {})).toBeUndefined();
});

test("a hash of a mask is the same as its mask, whatever the case of the name; not shown is no difference", () => {
  const mask = "Bearer abc***34";
  const hashed = { Authorization: hashedMask(mask) };
  expect(headerDifferences(hashed, { authorization: mask })).toBeUndefined();
  expect(headerDifferences({ authorization: mask }, hashed)).toBeUndefined();
  expect(headerDifferences(hashed, { authorization: "Bearer xyz***34" })).toBeDefined();
  expect(headerDifferences(hashed, { authorization: "" })).toBeUndefined();
  expect(masksAfterRead(hashed, { authorization: mask })).toEqual({ authorization: hashedMask(mask) });
});

test("a key is found anywhere in a long text", () => {
  const secrets = new Secrets();
  secrets.add("sk-planted-0123456789");
  for (const before of [0, 2_040, 4_090, 6_139, 50_000])
    expect(secrets.areIn(`${" a".repeat(before / 2)}sk-planted-0123456789${" b".repeat(30)}`)).toBe(true);
  expect(secrets.areIn(" a".repeat(40_000))).toBe(false);
  expect(NOT_STORED).not.toMatch(/[*•…]/);
});
