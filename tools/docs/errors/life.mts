// Errors of a connection's life: what was left open, what is somewhere else, what seems to be gone.
import { EngineGoneError } from "../../../dist/provider/api/errors.js";
import { attempted } from "../../../dist/provider/model-connection/error-context.js";
import { checkOptions } from "../../../dist/provider/program/options.js";
import type { Chapter } from "./entry.mts";
import { openAi } from "./stage.mts";

export const life: Chapter = {
  title: "Create, update, refresh",
  entries: [
    {
      bring: async (stage) => {
        const { faults } = stage.emulator;
        faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
        faults.inject({ on: { operation: "list" }, skip: 1, times: Infinity, fault: { kind: "reset" } });
        await stage.create(openAi);
      },
      why: "POST got no usable answer, and whether it was carried out couldn't be found out.",
      remedy: "Run `pulumi up` again: it looks before it makes, and takes what it finds.",
    },
    {
      bring: async (stage) => {
        const { id, outs, inputs } = await stage.create(openAi);
        stage.emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "lostAnswer" } });
        await stage.hooks.update(id, outs, { ...inputs, apiKey: "sk-rotated" });
      },
      why: "PATCH got no usable answer. State holds the old key, so the next run sees the difference.",
      remedy: "Run `pulumi up` again.",
    },
    {
      bring: async (stage) => {
        process.env["SAMPLE_KEY"] = "sk-declared";
        const inputs = await stage.check({ ...openAi, ...fromEnvironment });
        delete process.env["SAMPLE_KEY"];
        await stage.hooks.create(inputs);
      },
      why: "The variable was there at preview, and isn't for the command that sends the key.",
      remedy: "Hand it to both.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create({ ...openAi, deletionPolicy: "scrub" });
        stage.nextRun();
        stage.emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "reset" } });
        await stage.hooks.delete(id, outs);
      },
      why: "The key was to be overwritten, and that isn't certain. The connection stays in the stack.",
      remedy: "Run again.",
    },
    {
      bring: (stage) => stage.read(undefined, { host: "old.example.com" }),
      why: "The setting `host` has changed, and the new one doesn't know the connection: another platform, or another workspace.",
      remedy:
        "Point it back; or run `pulumi up`, which makes the connection on the new platform and names what stays on the old one.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create(openAi);
        stage.emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "notFound" } });
        await stage.hooks.read(id, outs);
      },
      why: "The platform contradicts itself, mostly for some seconds after a change.",
      remedy: "Run again.",
    },
    {
      bring: (stage) => stage.read(),
      why: "See [Drift](drift.md#gone): every single answer was an honest 404. With nothing lost it also comes for a stack's only connection, deleted in the console, and for `--target` at a deleted one.",
      remedy:
        "Check which workspace the key belongs to. If they really are gone: `MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true pulumi refresh`.",
    },
    {
      bring: () => {
        throw new EngineGoneError();
      },
      why: "`pulumi` was killed; what it had started ends by itself and sends nothing more.",
      remedy: "`pulumi cancel`, then `pulumi up`; see [Lifecycle](lifecycle.md#killed-runs).",
    },
    {
      bring: () => attempted("create", "gpt4o", undefined, crash),
      why: "A fault of this package. The words of the original error may hold a secret and aren't shown.",
      remedy: "Open an issue with this line.",
    },
    {
      bring: () => checkOptions("gpt4o", { import: "cn-1" }),
      why: "The engine hands a dynamic resource nothing to import.",
      remedy: "See [From the console to code](from-the-console-to-code.md).",
    },
    {
      bring: () => checkOptions("gpt4o", { customTimeouts: { create: "1m" } }),
      why: "The option reaches no dynamic resource.",
      remedy: "Take it out, and set `timeoutSeconds` where two minutes are too few.",
    },
    {
      bring: () => checkOptions("gpt4o", { replaceOnChanges: ["apiKey"] }),
      why: "The option reaches no dynamic resource.",
      remedy:
        "Take it out. To have a new connection with a new key, change `connectionName` in the same change.",
    },
  ],
};

const fromEnvironment = { apiKey: undefined, apiKeyEnv: "SAMPLE_KEY", apiKeyVersion: "1" };

function crash(): Promise<never> {
  const error = new TypeError("x is undefined");
  error.stack = "TypeError: x is undefined\n    at toWire (wire.js:20:5)";
  return Promise.reject(error);
}
