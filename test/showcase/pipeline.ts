// A stack in whose folder a pipeline's steps run: the script, the keys that each step gets, and the report that it writes.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorOptions } from "pulumi-model-connections/emulator";
import { startPlatform } from "../support/platform";
import { EngineStack, type StackOptions } from "../support/stack";

const repository = join(__dirname, "../..");
export const example = join(repository, "examples/keys-from-environment/index.ts");

/** A stack with only the host in its configuration. */
export async function pipelineOn(options: Partial<StackOptions>, platform: EmulatorOptions = {}) {
  const emulator = await startPlatform(platform);
  const stack = await EngineStack.create({
    ...{ host: emulator.host, program: "", ...options },
    env: { PULUMI_STACK: "dev", MODEL_CONNECTIONS_HOST: emulator.host, ...options.env },
  });
  cpSync(join(repository, "pipelines/model-connections.sh"), join(stack.folder, "model-connections.sh"));
  const step = (name: string, env: Record<string, string>, shell = "/bin/sh") => {
    delete stack.env["OPENAI_API_KEY"];
    Object.assign(stack.env, env);
    return stack.exec(shell, "model-connections.sh", name);
  };
  const looking = { MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey };
  const changing = (key: string) => ({ MODEL_CONNECTIONS_API_KEY: emulator.apiKey, OPENAI_API_KEY: key });
  const report = () => readFileSync(join(stack.folder, "drift.md"), "utf8");
  return { emulator, stack, step, looking, changing, report };
}

/** The stack of the example, whose key comes from the environment. */
export function pipeline() {
  return pipelineOn({
    program: readFileSync(example, "utf8"),
    runtime: "typescript",
    env: { KEY_VERSION: "1" },
  });
}
