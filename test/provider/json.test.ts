// JSON values: equal in any order of members, searched and converted at any depth, and texts that are safe.
import {
  canonicalJson,
  differentPlaces,
  hasJson,
  isTooDeep,
  sameJson,
  textsIn,
  withTexts,
} from "../../provider/json";
import { isPlainValue, plainName, plainValue, unsafeInName } from "../../provider/plain-value";

test("the order of members doesn't count, that of items does", () => {
  expect(sameJson({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect([
    sameJson(undefined, {}),
    sameJson(null, {}),
    sameJson("1", 1),
    sameJson(undefined, undefined),
  ]).toEqual([...[false, false, false, true]]);
  expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
});

test("a platform may add members, and may not leave any out", () => {
  expect(hasJson([{ id: 1, name: "a" }], [{ name: "a" }])).toBe(true);
  expect(hasJson([{ name: "a" }], [{ id: 1, name: "a" }])).toBe(false);
  expect(hasJson([{ name: "a" }, {}], [{ name: "a" }])).toBe(false);
});

test("differences are places, at most three", () => {
  expect(differentPlaces({ a: [{ b: 1 }], c: 1 }, { a: [{ b: 2 }], d: 1 })).toEqual(["a[0].b", "c", "d"]);
  expect(differentPlaces({ a: 1, b: 1, c: 1, d: 1 }, {})).toHaveLength(3);
  expect([differentPlaces(1, 2), differentPlaces({ a: 1 }, { a: 1 })]).toEqual([[], []]);
});

test("texts are found and converted at any depth, also the names of members", () => {
  const value = { a: ["b", { c: "d" }], e: 1 };
  expect(textsIn(value)).toEqual(["a", "b", "c", "d", "e"]);
  expect(withTexts(value, (text) => text.toUpperCase())).toEqual({ A: ["B", { C: "D" }], E: 1 });
  const own = JSON.parse('{"__proto__":{"x":"y"}}') as never;
  expect(JSON.stringify(withTexts(own, (text) => text))).toBe('{"__proto__":{"x":"y"}}');
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  expect([isTooDeep(deep(32)), isTooDeep(deep(33))]).toEqual([false, true]);
});

test.each([
  "{{prompt}}",
  "a\nb\r\n\tc",
  "[INST] {{ x.y }} [/INST]",
  `{{persona}} ${"word ".repeat(100)}`,
  "👩‍💻",
  `[INST] <<SYS>> ${"word ".repeat(80)}{{prompt}} [/INST]`,
  '{"text":"line\\n{{prompt}}"}',
  JSON.stringify({
    messages: Array.from({ length: 20 }, (_, i) => ({ role: "user", content: `example ${i}` })),
  }),
  "{% for m in messages %}{{ m }}{% endfor %}",
  '##[Title](x)\n# T\n```json\n{\n  "a": "b\\n"\n}\n```',
  "::std\n  use log::error::Level; boost::system::error::x",
  "\u05e9\u05dc\u05d5\u05dd\u200f!",
  "a\u00adb\u200b\ufeff\u2028c",
  'Match "\\bword\\b" and "\\d+":\nall of them.',
])("%j is safe inside a value and stays as it is", (text) => {
  expect([isPlainValue(text), plainValue(text)]).toEqual([true, text]);
});

const brackets = "[".repeat(40) + "]".repeat(40);

test.each([
  ...["a\n::set-output::", "<{%fg 1%}>", "\u001b[2J", "a\u202eb", "a\rb", "a\ud800b", "a\u0085b"],
  ...[
    "a\n  ::add-mask::x",
    "::error file=a,line=1::x",
    "a ##[add-mask]x",
    "a ##[group] x",
    "##vso[task.setvariable]x",
  ],
  ...[
    '{"a":"x\\u003c{%boom"}',
    JSON.stringify({ a: '{"b":"\\u003c{%"}' }),
    '{"a":"\\u001b[2J"}',
    '["a\\n::error::x"]',
  ],
  ...['{"::error::n":1}', '{"a":1,"a\\n::error::n":2}', '{"a\\tb":1}', '{"##[error]x":3}'],
  ...['a: 1\n"b\\n::error::n": 2', 'a: 1\n"k\\x1b[2J": 1', 'a: 1\nb: "\\x3c{% x"', "a: 1\n'::error::n': 2"],
  ...[
    'a: 1\nb: "\\e]0;x"',
    'a: 1\nb: "<\\\n  {%"',
    'a: 1\nb: "\\U0000003c{%"',
    "a: 1\nb: {c: 1, '::error::n': 2}",
  ],
  ...[brackets, `a:\n ${brackets}`, `${'{"a":'.repeat(40)}1${"}".repeat(40)}`],
])("%j is not, and what is unsafe is replaced", (text) => {
  expect(isPlainValue(text)).toBe(false);
  expect(isPlainValue(plainValue(text))).toBe(true);
});

test.each(["a\n::error::b", "::error::b", "##[error]b", "a\u001b[2J", "<{%boom", "a\tb", "a\r\nb"])(
  "%j is not safe as a name, which is printed without quotes",
  (name) => {
    expect([unsafeInName(name) === undefined, unsafeInName(plainName(name))]).toEqual([false, undefined]);
  },
);
