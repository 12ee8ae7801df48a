// Where errors are brought about: an emulator of its own for each, the real hooks, and an ear for what they say.
import { createRequire } from "node:module";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../dist/emulator/index.js";
import type * as Hooks from "../../../dist/provider/model-connection/hooks.js";
import type { Declared, Stored } from "../../../dist/provider/model-connection/properties.js";

type Bag = Readonly<Record<string, unknown>>;

export const openAi = { provider: "Open AI", model: "gpt-4o", apiKey: "sk-declared" };
export const customApi = { provider: "API", baseUrl: "https://api.example.com", apiKey: "sk-declared" };
export const unknownId = "cn-00000000-0000-0000-0000-00000000abcd";

export class Stage {
  readonly emulator: Emulator;
  hooks: typeof Hooks.hooks;

  static async open(options: EmulatorOptions): Promise<Stage> {
    return new Stage(await startEmulator(options));
  }

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    this.hooks = this.nextRun();
  }

  /** From now on as in another run, with other settings where given. Nothing is retried: what goes wrong is said at once. */
  nextRun(more: Record<string, string> = {}): typeof Hooks.hooks {
    const { host, apiKey } = this.emulator;
    const values: Bag = { host, apiKey, maxRetries: "0", ...more };
    const hooks = hooksInNewProcess();
    void hooks.configure({ config: { get: (key: string) => values[key.split(":")[1] ?? ""] } as never });
    this.hooks = hooks;
    return hooks;
  }

  /** The inputs, or all faults as one error. */
  async check(args: Bag, olds: Bag = {}, seed = "seed:gpt4o"): Promise<Declared> {
    const { inputs, failures } = await this.hooks.check(olds, { __autoName: seed, ...args });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs as Declared;
  }

  async create(args: Bag): Promise<{ id: string; outs: Stored; inputs: Declared }> {
    const inputs = await this.check(args);
    const { id, outs } = await this.hooks.create(inputs);
    return { id, outs, inputs };
  }

  /** A refresh of a connection of the stack; without a record of its own, of one that never was. */
  read(id = unknownId, stored: Bag = {}): Promise<unknown> {
    return this.hooks.read(id, { ...openAi, connectionName: "gpt4o", host: this.emulator.host, ...stored });
  }
}

/** They remember nothing of what others have done. */
function hooksInNewProcess(): typeof Hooks.hooks {
  const require = createRequire(import.meta.url);
  const path = require.resolve("../../../dist/provider/model-connection/hooks.js");
  for (const loaded of Object.keys(require.cache).filter((file) => file.includes("/dist/provider/")))
    Reflect.deleteProperty(require.cache, loaded);
  return (require(path) as typeof Hooks).hooks;
}

/** All that is said on the way, and the error at the end if there is one. */
export async function heard(work: () => unknown): Promise<string> {
  const said: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text) => said.push(String(text).trim()) > 0;
  try {
    await work();
  } catch (error) {
    said.push((error as Error).message);
  } finally {
    process.stderr.write = write;
  }
  return said.join("\n");
}

/** Without what differs from run to run or is the stage's alone. */
export function settled(text: string): string {
  const ids = [...new Set(text.match(/cn-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];
  return ids
    .reduce(
      (rest, id, at) => rest.replaceAll(id, `cn-00000000-0000-0000-0000-${String(at + 1).padStart(12, "0")}`),
      text,
    )
    .replace(/127\.0\.0\.1:\d+/g, "platform.example.com")
    .replace("[runtime] ", "")
    .replace(/within [\d.]+ s/g, "within 30 s");
}
