// Marks of secrets and unknown values in the engine's messages.
import { UNKNOWN } from "../../provider/model-connection/properties";
import { type JavaScriptValue, Struct } from "../../provider/plugin/grpc";
import { unwrap, wrap } from "../../provider/plugin/values";

const MARK = "4dabf18193072939515e22adb298388d";
const secret = (value: JavaScriptValue) => ({ [MARK]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (more: Record<string, JavaScriptValue>) => ({
  [MARK]: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  ...more,
});
const message = (values: Record<string, JavaScriptValue>) => Struct.fromJavaScript(values);

test("a secret is unwrapped at any depth, and its property is known to be secret", () => {
  const { values, secrets } = unwrap(
    message({ plain: 1, whole: secret("a"), inside: { list: [secret(["b", secret("c")])] } }),
  );
  expect(values).toEqual({ plain: 1, whole: "a", inside: { list: [["b", "c"]] } });
  expect([...secrets].sort()).toEqual(["inside", "whole"]);
});

test("every kind of unknown value becomes the one that the hooks know", () => {
  const boolean = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
  const { values, secrets } = unwrap(
    message({
      text: UNKNOWN,
      flag: [boolean],
      later: output({}),
      hidden: output({ value: 1, secret: true }),
    }),
  );
  expect(values).toEqual({ text: UNKNOWN, flag: [UNKNOWN], later: UNKNOWN, hidden: 1 });
  expect([...secrets]).toEqual(["hidden"]);
});

test("null stays null, and a missing message has no properties", () => {
  expect(unwrap(message({ payload: { stop: null } })).values).toEqual({ payload: { stop: null } });
  expect(unwrap(undefined).values).toEqual({});
});

test("key, headers and what was secret in the request are marked, and undefined is left out", () => {
  const wrapped = wrap(
    { apiKey: "k", headers: { a: "b" }, model: "m", provider: "p", none: undefined },
    new Set(["model"]),
  );
  expect(wrapped.toJavaScript()).toEqual({
    apiKey: secret("k"),
    headers: secret({ a: "b" }),
    model: secret("m"),
    provider: "p",
  });
});

test("an asset is refused, because a payload could otherwise contain its path", () => {
  const asset = { [MARK]: "c44067f5952c0a294b673a41bacd8c17", path: "./prompt.txt", hash: "abc" };
  expect(() => unwrap(message({ payload: { input: asset } }))).toThrow("is an asset or an archive");
});
