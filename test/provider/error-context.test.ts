// What becomes of an error in a hook: one sentence, and nothing of the original.
import { inspect } from "node:util";
import { PlainError } from "../../provider/plain-error";
import { PartialFailure, attempted } from "../../provider/model-connection/error-context";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { SettingsError } from "../../provider/settings";
import { declared, openAi, stored } from "./arguments";
import { failureOf } from "./platform";

const failing = (error: unknown, name: unknown = "prod", id: string | undefined = "cn-1") =>
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything can be thrown
  failureOf(attempted("update", name, id, () => Promise.reject(error)));

test("it says what was tried, on which connection, and what came", async () => {
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

test("a name that escapes the terminal is shown in safe letters", async () => {
  expect((await failing(new PlainError("no"), "a\u001b[2Jb")).message).toContain('"a�[2Jb"');
});

test("a crash tells its kind and place, not its message, cause or properties", async () => {
  const crash = Object.assign(new TypeError("planted", { cause: "planted" }), { body: "planted" });
  const error = await failing(crash);
  expect(error.message).toMatch(/: an unexpected TypeError at .*error-context\.test\.ts.*please report it/);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("planted");
  expect((await failing("planted")).message).toMatch(/: an unexpected string; please report it/);
});

test("an ordinary error has no id, which would make it a partial failure", async () => {
  expect(await failing(new PlainError("no"))).not.toHaveProperty("id");
});

test("the engine's two ways of printing give the message once and no stack", async () => {
  const error = await failing(new PlainError("no"));
  expect(`${String(error)}: ${error.stack}`).toBe(`ModelConnectionError: ${error.message}`);
});

test.each([
  new SettingsError("settings"),
  new PartialFailure("cn-1", stored(), declared(), new PlainError("x")),
])("$name passes as it is", async (error) => {
  expect(await failing(error)).toBe(error);
});

test("a partial failure keeps the old outputs, with the handler text of now", () => {
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
