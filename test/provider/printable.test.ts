// Text from outside is made safe to print.
import { printable, quoted } from "../../provider/printable";

test.each([
  ["escape", "a\u001b[31mb", "a�[31mb"],
  ["CSI of one character", "a\u009b31mb", "a�31mb"],
  ["line ends", "a\r\nb", "a��b"],
  ["NUL and DEL", "a\u0000\u007fb", "a��b"],
  ["line separators", "a\u2028\u2029b", "a��b"],
  ["direction changes", "a\u202e\u2066b", "a��b"],
  ["zero width", "a\u200bb\ufeff", "a�b�"],
  ["a runner's command", "a ##[add-mask]b", "a �#[add-mask]b"],
  ["a command of Azure's runner", "a ##vso[task.x]b", "a �#vso[task.x]b"],
  ["half a pair", "a\ud800b", "a�b"],
])("%s is replaced", (_, text, clean) => {
  expect(printable(text)).toBe(clean);
});

test.each([
  ['{"a\\u003c":1}', '{"a\ufffdu003c":1}'],
  [' [ "\\n" ', ' [ "\ufffdn" '],
  ['{"::error::y":1}', '{"\ufffd:error\ufffd:y":1}'],
  ["[".repeat(17), `\ufffd${"[".repeat(16)}`],
])("%s, which Pulumi's display decodes as JSON, loses its escapes and commands", (text, clean) => {
  expect(printable(text)).toBe(clean);
});

test.each([
  "[prod] \\o/",
  "{a::b}",
  "C:\\x",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} support",
])("%s is unchanged", (text) => {
  expect(printable(text)).toBe(text);
});

test("letters of any script are kept", () => {
  expect(printable("Ünïcode 名前 🔑 'quoted' \\ %")).toBe("Ünïcode 名前 🔑 'quoted' \\ %");
});

test("text is cut after 200 characters, and never inside one", () => {
  expect(printable("a".repeat(200))).toBe("a".repeat(200));
  expect(printable("a".repeat(201))).toBe(`${"a".repeat(200)}…`);
  expect(printable(`${"a".repeat(199)}🔑b`).isWellFormed()).toBe(true);
});

test("quoted text is the printable text between quotes", () => {
  expect(quoted("a\nb")).toBe('"a�b"');
});
