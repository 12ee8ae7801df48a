// Property-based tests of check, diff, the API's JSON, masks and printed text. A failure prints its seed.
import * as fc from "fast-check";
import { printable } from "../../provider/printable";
import { folded } from "../../provider/api/readings";
import { Secrets } from "../../provider/api/redact";
import { keyProblem } from "../../provider/model-connection/api-key";
import { keyDrift, safeMask } from "../../provider/model-connection/key-drift";
import { ARGUMENTS, problemsOf, normalised } from "../../provider/model-connection/check";
import { Names } from "../../provider/model-connection/names";
import { differenceOf } from "../../provider/model-connection/diff";
import type { Inputs, State } from "../../provider/model-connection/properties";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { suggestion } from "../../provider/suggestion";
import { disagreements, stateAfterWrite, toWire } from "../../provider/model-connection/wire";
import { type Args, allProviders, endpoints, seedOf } from "./arguments";

const runs = { numRuns: 300 };

/** Names that the code knows, and any others. */
const name = fc.oneof(
  fc.constantFrom(...ARGUMENTS, "host", "apiKeyDrift", "__name", "__auto", "__asked", "__autoName"),
  fc.constantFrom("__proto__", "constructor", "toString", "status", "maskedApiKey"),
  fc.string({ unit: "binary" }),
);
const value = fc.oneof(
  fc.constantFrom(
    "API",
    "Open AI",
    "Azure Open AI",
    "Anthropic",
    "retain",
    "scrub",
    true,
    false,
    UNKNOWN,
    null,
  ),
  fc.constantFrom("PATH", "constructor", "__proto__", "https://x.example", "sk-***************"),
  fc.string({ unit: "binary" }),
  fc.jsonValue() as fc.Arbitrary<unknown>,
);
/** Inputs as the engine could pass them, even with a property named `__proto__`. */
const rawInputs: fc.Arbitrary<Args> = fc
  .array(fc.tuple(name, value), { maxLength: 14 })
  .map((entries) => Object.fromEntries(entries));

const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("a", "b", UNKNOWN));
/** Inputs or outputs as state contains them. */
const state = fc.record(
  {
    provider: fc.constantFrom("API", "Open AI", "Azure Open AI", "Anthropic"),
    connectionName: text,
    model: text,
    baseUrl: text,
    apiKey: text,
    apiKeyEnv: fc.constantFrom("PATH", "UNIT_NOT_SET"),
    apiKeyVersion: text,
    apiKeyDrift: text,
    deletionPolicy: fc.constantFrom("retain", "scrub"),
    host: text,
  },
  { requiredKeys: ["provider", "connectionName", "deletionPolicy", "host"] },
) as unknown as fc.Arbitrary<State & Inputs>;

test("check never throws and reports printable problems, whatever the inputs", () => {
  fc.assert(
    fc.property(rawInputs, rawInputs, (olds, news) => {
      const problems = problemsOf(olds, news);
      expect(problems.every((problem) => typeof problem === "string" && problem.length > 10)).toBe(true);
      expect(problems.join("")).not.toMatch(/[\p{Cc}]/u);
    }),
    runs,
  );
});

test("what check accepts can be normalised, named and written to the wire", () => {
  const args = fc
    .tuple(fc.constantFrom(...allProviders), rawInputs)
    .map(([valid, more]): Args => ({ ...valid, ...more, __autoName: seedOf("p") }));
  let accepted = 0;
  fc.assert(
    fc.property(args, rawInputs, (news, olds) => {
      if (problemsOf(olds, news).length > 0) return;
      accepted++;
      const inputs = normalised(olds, news, "h", new Names());
      expect(typeof inputs.connectionName).toBe("string");
      expect(["retain", "scrub", UNKNOWN]).toContain(inputs.deletionPolicy);
      expect(Object.values(inputs)).not.toContain(undefined);
      expect(JSON.stringify(toWire(inputs, inputs.connectionName, "k"))).toContain('"API_KEY":"k"');
    }),
    { numRuns: 200 },
  );
  expect(accepted).toBeGreaterThan(5);
});

test("no problem contains the value of a key", () => {
  const key = fc.string({ unit: "binary", minLength: 1 }).map((s) => `planted-${s}-${s} *** x`);
  fc.assert(
    fc.property(
      fc.constantFrom(...allProviders),
      key,
      fc.constantFrom(...ARGUMENTS),
      (args, secret, where) => {
        const problems = problemsOf({}, { ...args, apiKey: secret, [where]: secret });
        expect(problems.join()).not.toContain("planted-");
      },
    ),
    runs,
  );
});

test("diff never throws, whatever the inputs", () => {
  fc.assert(
    fc.property(rawInputs, rawInputs, (olds, news) => {
      const { replaces, changes, sendKey } = differenceOf(olds, news);
      expect([typeof changes, typeof sendKey, Array.isArray(replaces)]).toEqual(["boolean", "boolean", true]);
    }),
    runs,
  );
});

test("diff finds no difference between equal states", () => {
  fc.assert(
    fc.property(state, (x) => {
      expect(differenceOf(x, structuredClone(x))).toEqual({
        replaces: [],
        inPlace: [],
        sendKey: false,
        isFirstKey: false,
        changes: false,
      });
    }),
    runs,
  );
});

test("diff finds the same difference in both directions, as refresh requires", () => {
  fc.assert(
    fc.property(state, state, (x, y) => {
      const [there, back] = [differenceOf(x, y), differenceOf(y, x)];
      expect([there.changes, there.sendKey]).toEqual([back.changes, back.sendKey]);
      const immutable = (names: string[]) => names.filter((each) => !each.startsWith("apiKey"));
      expect(immutable(there.replaces)).toEqual(immutable(back.replaces));
      expect(there.replaces.length).toBe(back.replaces.length);
      if (there.replaces.length > 0 || there.sendKey) expect(there.changes).toBe(true);
    }),
    runs,
  );
});

test("right after a write, the connection matches the inputs and diff finds no change", () => {
  fc.assert(
    fc.property(fc.constantFrom(...allProviders), text, (args, connectionName) => {
      const inputs = { ...args, connectionName, deletionPolicy: "retain", host: "h" } as unknown as Inputs;
      const { fields, ...top } = toWire(inputs, connectionName, args.apiKey) as never as Record<
        string,
        object
      >;
      const record = { connectionId: "cn-1", ...top, fields: { ...fields, API_KEY: "***" } } as never;
      expect(disagreements(inputs, record)).toEqual([]);
      expect(differenceOf(stateAfterWrite(inputs, record, args.apiKey, {}), inputs)).toMatchObject({
        changes: false,
      });
    }),
    runs,
  );
});

test("an endpoint that check accepts is completed once, sent and read back without a difference", () => {
  const args = fc
    .tuple(fc.constantFrom(...endpoints), rawInputs, fc.jsonValue())
    .map(([valid, more, payload]): Args => ({ ...valid, ...more, ...("payload" in valid && { payload }) }));
  let accepted = 0;
  fc.assert(
    fc.property(args, (given) => {
      if (problemsOf({}, given).length > 0) return;
      accepted++;
      const inputs = normalised({}, { ...given, __autoName: seedOf("p") }, "h", new Names());
      const { __name, __auto, host, ...again } = inputs;
      expect(problemsOf({ ...inputs }, { ...again })).toEqual([]);
      expect(normalised({ ...inputs }, again, host, new Names())).toMatchObject(again);
      const sent = toWire(inputs, inputs.connectionName, []) as object;
      const record = { connectionId: "cn-1", ...sent, fields: {} } as never;
      expect(disagreements(inputs, record)).toEqual([]);
      if (given["connectionName"] == null) expect([__name, __auto]).toEqual([inputs.connectionName, true]);
      const state = stateAfterWrite(inputs, record, [], {});
      expect(differenceOf(state, structuredClone(inputs))).toMatchObject({ inPlace: [], replaces: [] });
    }),
    runs,
  );
  expect(accepted).toBeGreaterThan(5);
});

test("no problem of an endpoint contains the value of a header", () => {
  const secret = fc.string({ unit: "binary", minLength: 1 }).map((s) => `planted-${s}-${s} *** x`);
  fc.assert(
    fc.property(
      fc.constantFrom(...endpoints),
      secret,
      fc.constantFrom(...ARGUMENTS),
      (args, value, where) => {
        const headers = { Authorization: value, [value]: value };
        const found = [
          ...problemsOf({}, { ...args, headers, [where]: value }),
          ...problemsOf({}, { ...args, [where]: { [value]: [value] } }),
        ];
        expect(found.join()).not.toContain("planted-");
      },
    ),
    runs,
  );
});

test("a stored mask never contains the key, and keyDrift never throws", () => {
  const some = fc.option(fc.string({ unit: "binary" }), { nil: undefined });
  fc.assert(
    fc.property(some, fc.string({ unit: "binary", minLength: 1 }), some, (mask, key, earlier) => {
      const shown = safeMask(mask, key);
      if (shown !== undefined && shown === mask) expect(shown.includes(key)).toBe(false);
      expect(safeMask(key, key)).not.toBe(key);
      const drift = keyDrift({ maskedApiKey: earlier! }, { maskedApiKey: shown! }, false, true);
      if (earlier === shown) expect(drift).toBeUndefined();
    }),
    runs,
  );
});

test("an accepted key passes through JSON unchanged and contains no whitespace", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (key) => {
      if (keyProblem(key) !== undefined) return;
      expect(JSON.parse(Buffer.from(JSON.stringify(key)).toString())).toBe(key);
      expect(key).toMatch(/^\S+$/);
    }),
    runs,
  );
});

test("printed text contains no control characters and no secrets, and nothing throws", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary", minLength: 1 }),
      (before, secret) => {
        const shown = printable(before + secret);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/\p{Cc}|(?![\u200c\u200d])\p{Cf}/u);
        expect(shown.length).toBeLessThanOrEqual(201);
        expect(printable(shown.slice(0, 200))).toBe(shown.slice(0, 200));
        const secrets = new Secrets();
        secrets.add(secret);
        expect(secrets.areShownBy(before + secret)).toBe(folded(secret) !== "");
        expect(suggestion(before, ARGUMENTS)).toMatch(/^$|^; did you mean "\w+"\?$/);
      },
    ),
    runs,
  );
});
