// Calls the hooks of one resource as the engine does: check, diff, create, update, delete, and read with the inverted diff.
import { isDeepStrictEqual } from "node:util";
import type { Emulator } from "../../emulator/index";
import { HANDLER } from "../../provider/program/handler";
import { createHooks } from "../../provider/model-connection/hooks";
import type { Inputs, State } from "../../provider/model-connection/properties";
import { type Args, seedOf } from "./arguments";
import { Session } from "../../provider/model-connection/session";
import { configOf } from "./platform";

export type Step = "create" | "update" | "replace" | "same";

type Hooks = ReturnType<typeof createHooks>;

/** The hooks of a new provider process: they share nothing with other tests and runs. */
export function hooksInNewProcess(
  emulator: Pick<Emulator, "host" | "apiKey">,
  more: Record<string, string> = {},
): Hooks {
  const hooks = createHooks(new Session());
  void hooks.configure({ config: configOf(emulator, more) as never });
  return hooks;
}

export class Driven {
  id: string | undefined;
  inputs: Inputs | undefined;
  outs: State | undefined;
  hooks: Hooks;
  readonly #emulator: Pick<Emulator, "host" | "apiKey">;
  readonly #logicalName: string;

  constructor(emulator: Pick<Emulator, "host" | "apiKey">, logicalName = "gpt") {
    this.#emulator = emulator;
    this.#logicalName = logicalName;
    this.hooks = hooksInNewProcess(emulator);
  }

  /** Starts another run: a new provider process, perhaps with other settings. */
  nextRun(settings: Record<string, string> = {}): this {
    this.hooks = hooksInNewProcess(this.#emulator, settings);
    return this;
  }

  /** @param taint whether the resource is tainted; `--replace` does the same */
  async up(args: Args, { taint = false } = {}): Promise<Step> {
    const inputs = await this.check(args, taint ? {} : undefined);
    if (this.id === undefined) return this.#create(inputs, "create");
    const { changes, replaces } = await this.plan(inputs);
    if (taint || replaces.length > 0) return this.#replace(args, inputs);
    if (!changes) return "same";
    try {
      const { outs } = sent(await this.hooks.update(this.id, this.outs!, inputs));
      this.#keep(inputs, outs);
    } catch (error) {
      const { id, properties } = error as { id?: string; properties?: object };
      // A partial failure: the engine stores the properties of the error.
      if (id !== undefined) this.outs = sent(properties as State);
      throw error;
    }
    return "update";
  }

  /** Throws all problems, one per line. */
  async check(args: Args, olds: object = this.inputs ?? {}): Promise<Inputs> {
    const news = { ...args, __provider: HANDLER, __autoName: seedOf(this.#logicalName) };
    const { inputs, failures } = sent(await this.hooks.check({ ...olds }, news));
    if (failures.length === 0) return { ...(inputs as Inputs), __provider: HANDLER };
    expect(failures.map(({ property }) => property)).toEqual(failures.map(() => ""));
    throw new Error(failures.map(({ reason }) => reason).join("\n"));
  }

  async plan(inputs: Inputs) {
    return sent(await this.hooks.diff(this.id!, this.outs!, inputs));
  }

  /** Returns what refresh shows: the drifted properties with their live values, "same" or "gone". */
  async refresh(): Promise<"same" | "gone" | Args> {
    const live = sent(await this.hooks.read(this.id!, this.outs));
    if (live.id === "") {
      this.id = this.outs = this.inputs = undefined;
      return "gone";
    }
    // The engine shows a refresh by an inverted diff: live outputs as olds, stored inputs as news.
    const before = this.inputs!;
    const { changes } = sent(await this.hooks.diff(this.id!, live.props as State, before));
    this.#keep({ ...(live.inputs as Inputs), __provider: HANDLER }, live.props as State);
    return changes ? driftedProperties(before, this.inputs!) : "same";
  }

  async remove(): Promise<void> {
    await this.hooks.delete(this.id!, this.outs!);
    this.id = this.outs = this.inputs = undefined;
  }

  async #create(inputs: Inputs, step: Step): Promise<Step> {
    const { id, outs } = sent(await this.hooks.create(inputs));
    this.id = id;
    this.#keep(inputs, outs);
    return step;
  }

  /** The engine calls check again with empty olds, creates the new connection, then deletes the old one. */
  async #replace(args: Args, planned: Inputs): Promise<Step> {
    const { id, outs } = this;
    const inputs = await this.check(args, {});
    expect(inputs.connectionName).toBe(planned.connectionName);
    await this.#create(inputs, "replace");
    await this.hooks.delete(id!, outs!);
    return "replace";
  }

  #keep(inputs: Inputs, outs: State): void {
    this.inputs = inputs;
    this.outs = { ...outs, __provider: HANDLER };
  }
}

/** The value as the engine passes it on. The SDK's host crashes if it contains undefined. */
export function sent<T>(value: T): T {
  expectNoUndefined(value);
  return JSON.parse(JSON.stringify(value)) as T;
}

function expectNoUndefined(value: unknown): void {
  if (value === undefined) throw new Error("undefined can't be sent to the engine");
  if (typeof value === "object" && value !== null) Object.values(value).forEach(expectNoUndefined);
}

function driftedProperties(before: object, live: object): Args {
  const old = before as Args;
  return Object.fromEntries(
    Object.entries(live).filter(([name, value]) => !isDeepStrictEqual(old[name], value)),
  );
}
