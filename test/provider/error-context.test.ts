// An error in a hook becomes one sentence, and nothing of the original error is kept.
import { inspect } from "node:util";
import { PlainError } from "../../provider/plain-error";
import { PartialFailure, withErrorContext } from "../../provider/model-connection/error-context";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { SettingsError } from "../../provider/settings";
import { declared, openAi, stored } from "./arguments";
import { failureOf } from "./platform";

const failing = (error: unknown, name: unknown = "prod", id: string | undefined = "cn-1") =>
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything can be thrown
  failureOf(withErrorContext("update", name, id, () => Promise.reject(error)));

test("the sentence says what was tried, on which connection, and what happened", async () => {
  const { message, name } = await failing(new PlainError("it was refused"));
  expect(message).toBe('Could not update model connection "prod" (cn-1): it was refused.');
  expect(name).toBe("ModelConnectionError");
  expect((await failing(new PlainError("Done."), null)).message).toBe(
    "Could not update model connection cn-1: Done.",
  );
  expect((await failing(new PlainError("Really?"), UNKNOWN)).message).toBe(
    "Could not update model connection cn-1: Really?",
  );
});

test("a name with control characters is made safe to print", async () => {
  expect((await failing(new PlainError("no"), "a\u001b[2Jb")).message).toContain('"a�[2Jb"');
});

test("a bug is reported with its kind and place, without message, cause or properties", async () => {
  const crash = Object.assign(new TypeError("planted", { cause: "planted" }), { body: "planted" });
  const error = await failing(crash);
  expect(error.message).toMatch(/: an unexpected TypeError at .*error-context\.test\.ts.*please report it/);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("planted");
  expect((await failing("planted")).message).toMatch(/: an unexpected string; please report it/);
});

test("an ordinary error has no id, which would make it a partial failure", async () => {
  expect(await failing(new PlainError("no"))).not.toHaveProperty("id");
});

test("the engine prints the message once and no stack", async () => {
  const error = await failing(new PlainError("no"));
  expect(`${String(error)}: ${error.stack}`).toBe(`ModelConnectionError: ${error.message}`);
});

test.each([
  new SettingsError("settings"),
  new PartialFailure("cn-1", stored(), declared(), new PlainError("x")),
])("$name is thrown on unchanged", async (error) => {
  expect(await failing(error)).toBe(error);
});

test("a partial failure keeps the old outputs, with the current handler text", () => {
  const olds = stored(openAi, { __provider: "old", maskedApiKey: "sk-***", status: undefined });
  const failure = new PartialFailure(
    "cn-1",
    olds,
    declared(openAi, { apiKey: "new", __provider: "now" }),
    new PlainError("cut."),
  );
  expect(failure).toMatchObject({ id: "cn-1", reasons: [failure.message] });
  expect(failure.properties).toEqual({ ...stored(openAi), maskedApiKey: "sk-***", __provider: "now" });
  expect(failure.properties).not.toHaveProperty("status");
  expect(failure.message).toBe(
    'Could not update model connection "prod" (cn-1): cut. The next pulumi up sends the key again.',
  );
});
