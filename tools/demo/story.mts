// The demo's story, step by step; each one checks that what it tells has happened, in the state and on the platform.
import { randomBytes } from "node:crypto";
import type { Control, Platform, Request } from "./platform.mts";
import * as screen from "./screen.mts";
import { type Managed, type Stack, stackName } from "./stack.mts";

/** Something did not go as told. */
export class StoryBroken extends Error {}

const programKeys = ["openaiKey", "azureKey", "anthropicKey", "customKey"];

export class Story {
  readonly #stack: Stack;
  readonly #platform: Platform;
  readonly #control: Control | undefined;
  #step = 0;

  constructor(stack: Stack, platform: Platform) {
    this.#stack = stack;
    this.#platform = platform;
    this.#control = platform.control;
  }

  /** From an empty stack to four connections, edited outside, repaired, re-keyed, and clean. */
  async tell(): Promise<void> {
    await this.#settings();
    await this.#create();
    if (this.#control !== undefined) {
      await this.#editOutside(this.#control);
      await this.#refresh();
      await this.#repair(this.#control);
    }
    await this.#rotate();
    await this.#settled();
  }

  async end(): Promise<void> {
    this.#headline("Destroy: the stack lets go");
    screen.tell(
      "The API has no DELETE. Nothing is hidden about that: each connection leaves the stack with a warning that names it.",
    );
    await this.#must("destroy", "--yes", "--skip-preview");
    check(this.#stack.managed().length === 0, "Destroy has left connections in the state.");
    const there = await this.#control?.connections();
    const lost = [...this.#stack.ever.keys()].filter(
      (id) => there && !there.some((each) => each.connectionId === id),
    );
    check(
      lost.length === 0,
      `Destroy was to leave all connections on the platform; ${lost.join()} is missing.`,
    );
    this.#confirm("The stack is empty", ", and every connection is still on the platform");
  }

  async #settings(): Promise<void> {
    this.#headline("A stack, its settings and its keys");
    screen.tell(
      "A stack keeps its settings in a file and its secrets encrypted in the same file. The keys are made up for this run.",
    );
    await this.#must("stack", "init", stackName);
    const { host, apiKey, own } = this.#platform;
    const platformKey = own ? ["--secret", `model-connections:apiKey=${apiKey}`] : [];
    const keys = programKeys.flatMap((name) => ["--secret", `${name}=${madeUpKey()}`]);
    const settings = ["--plaintext", `model-connections:host=${host}`, ...platformKey];
    await this.#must("config", "set-all", ...settings, ...keys);
    if (!own) screen.tell("The platform's own key stays in the environment: MODEL_CONNECTIONS_API_KEY.");
  }

  async #create(): Promise<void> {
    this.#headline("Four connections, one for each provider");
    screen.tell(
      "The program is examples/quickstart/index.ts. It gives no connectionName, so each connection gets one of its own: an interrupted run can tell by it what it has made already, and never makes a second one.",
    );
    await this.#must("up", "--yes");
    check(this.#stack.managed().length === 4, "Four connections were to be in the state.");
    await this.#sent({ create: 4, update: 0 });
    this.#confirm("Four connections in the state", ", and on the platform, each made by one POST");
  }

  async #editOutside(control: Control): Promise<void> {
    this.#headline("Somebody edits two of them behind Pulumi's back");
    screen.tell(
      "In the platform's console, so to say: the emulator's control API stands for it. Another model for gpt4o, another key for claude. Pulumi knows nothing of it.",
    );
    await control.edit(this.#managed("gpt4o").id, "model", { model: "gpt-3.5-turbo" });
    await control.edit(this.#managed("claude").id, "key", { key: madeUpKey() });
  }

  async #refresh(): Promise<void> {
    this.#headline("Refresh finds both");
    screen.tell(
      "Each connection is asked for by its id. A key can't be read back: it shows masked, so an exchange is told from the mask, or from modifiedOn where nothing else explains that it moved.",
    );
    await this.#must("refresh", "--yes", "--skip-preview");
    check(
      this.#managed("gpt4o").outputs["model"] === "gpt-3.5-turbo",
      "Refresh didn't find the other model.",
    );
    const drift = this.#managed("claude").outputs["apiKeyDrift"];
    check(typeof drift === "string", "Refresh didn't find the exchanged key.");
    screen.confirmed(`Found: gpt4o's model; claude's key "${String(drift)}".`);
  }

  async #repair(control: Control): Promise<void> {
    this.#headline("Up puts both right");
    screen.tell(
      "A key goes out by PATCH, in place. A model can't be changed by the API, so gpt4o becomes a new connection; the old one stays, and a warning says so.",
    );
    const before = { gpt4o: this.#managed("gpt4o").id, claude: this.#managed("claude").id };
    const earlier = await control.requests();
    await this.#must("up", "--yes", "--skip-preview");
    await this.#sent({ create: 1, update: 1 }, earlier.length);
    const { id } = this.#managed("gpt4o");
    const live = (await control.connections()).find(({ connectionId }) => connectionId === id);
    check(id !== before.gpt4o && live?.model === "gpt-4o", "Up didn't put gpt4o's model right.");
    check(this.#managed("claude").id === before.claude, "Up has replaced claude, whose key alone was wrong.");
    check(this.#managed("claude").outputs["apiKeyDrift"] === undefined, "Up didn't send claude's key.");
    screen.confirmed(
      "gpt4o has its model again, in a new connection; claude is the same one with its key back.",
    );
  }

  async #rotate(): Promise<void> {
    this.#headline("A key is rotated");
    screen.tell("A new secret, and up sends it by PATCH: same connection, same id, same name.");
    const before = this.#managed("gpt4o").id;
    const earlier = (await this.#control?.requests())?.length;
    await this.#must("config", "set", "--secret", "openaiKey", madeUpKey());
    await this.#must("up", "--yes", "--skip-preview");
    await this.#sent({ create: 0, update: 1 }, earlier);
    check(this.#managed("gpt4o").id === before, "The rotation of a key has replaced gpt4o.");
    screen.confirmed(`${before} has the new key.`);
  }

  async #settled(): Promise<void> {
    this.#headline("All is as declared");
    screen.tell(
      "With --refresh each connection is looked at first; with --expect-no-changes anything to do is an error.",
    );
    const earlier = (await this.#control?.requests())?.length;
    await this.#must("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes");
    await this.#sent({ create: 0, update: 0, list: 0, get: 4 }, earlier);
    this.#confirm("Nothing to do", ", and nothing was sent but one GET for each connection");
  }

  #headline(text: string): void {
    screen.headline(`${++this.#step}. ${text}`);
  }

  async #must(...args: string[]): Promise<void> {
    const code = await this.#stack.pulumi(...args);
    check(code === 0, `pulumi ${args[0] ?? ""} failed.`);
  }

  /** What the state says, and what only the emulator can. */
  #confirm(inState: string, onPlatform: string): void {
    screen.confirmed(`${inState}${this.#control === undefined ? "" : onPlatform}.`);
  }

  #managed(name: string): Managed {
    const found = this.#stack.managed().find((each) => each.name === name);
    if (found === undefined) throw new StoryBroken(`There is no ${name} in the state.`);
    return found;
  }

  /** What reached the platform since then, where the platform tells. */
  async #sent(expected: Record<string, number>, since = 0): Promise<void> {
    const requests = (await this.#control?.requests())?.slice(since);
    if (requests === undefined) return;
    for (const [operation, wanted] of Object.entries(expected)) {
      const sent = count(requests, operation);
      check(sent === wanted, `${wanted} × ${operation} were to be sent, and ${sent} were.`);
    }
  }
}

export function count(requests: Request[], operation: string): number {
  return requests.filter((each) => each.operation === operation).length;
}

function madeUpKey(): string {
  return `sk-demo-${randomBytes(8).toString("hex")}`;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new StoryBroken(otherwise);
}
