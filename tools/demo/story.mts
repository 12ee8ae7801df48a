// The demo's story. Each step checks in the state and on the platform that what it prints has happened.
import { randomBytes } from "node:crypto";
import type { Control, Platform, Request } from "./platform.mts";
import * as screen from "./screen.mts";
import { type Managed, type Stack, stackName } from "./stack.mts";

/** The outcome differs from what the demo prints. */
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

  async tell(): Promise<void> {
    await this.#configure();
    await this.#create();
    if (this.#control !== undefined) {
      await this.#changeOutside(this.#control);
      await this.#refresh();
      await this.#restore(this.#control);
    }
    await this.#rotate();
    await this.#checkSettled();
  }

  async end(): Promise<void> {
    this.#headline("Destroy removes the connections from the stack");
    screen.tell(
      "The API has no DELETE. Each connection is removed from the stack with a warning that names it; on the platform it still exists.",
    );
    await this.#must("destroy", "--yes", "--skip-preview");
    check(this.#stack.managed().length === 0, "After destroy, the state still contains connections.");
    const live = await this.#control?.connections();
    const lost = [...this.#stack.ever.keys()].filter(
      (id) => live && !live.some(({ connectionId }) => connectionId === id),
    );
    check(lost.length === 0, `After destroy, the platform no longer has ${lost.join(", ")}.`);
    this.#confirm("The stack is empty", ", and every connection is still on the platform");
  }

  async #configure(): Promise<void> {
    this.#headline("A stack, its settings and its keys");
    screen.tell(
      "A stack keeps its settings in a file, and its secrets encrypted in the same file. The keys are made up for this run.",
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
      "The program is examples/quickstart/index.ts. It sets no connectionName, so each connection gets an automatic one. After an interrupted run, the next up finds its connections by these names and creates no second ones.",
    );
    await this.#must("up", "--yes");
    check(this.#stack.managed().length === 4, "Expected four connections in the state.");
    await this.#sent({ create: 4, update: 0 });
    this.#confirm("Four connections in the state", ", and on the platform, each created by one POST");
  }

  async #changeOutside(control: Control): Promise<void> {
    this.#headline("Two of them are changed outside Pulumi");
    screen.tell(
      "As if in the platform's console, here with the emulator's control API: another model for gpt4o, another key for claude.",
    );
    await control.edit(this.#managed("gpt4o").id, "model", { model: "gpt-3.5-turbo" });
    await control.edit(this.#managed("claude").id, "key", { key: madeUpKey() });
  }

  async #refresh(): Promise<void> {
    this.#headline("Refresh finds both changes");
    screen.tell(
      "Refresh reads each connection by its id. The API returns keys only masked, so a changed key is detected by its mask, or by a modifiedOn that nothing else explains.",
    );
    await this.#must("refresh", "--yes", "--skip-preview");
    const { model } = this.#managed("gpt4o").outputs;
    check(model === "gpt-3.5-turbo", "Refresh did not find the changed model.");
    const drift = this.#managed("claude").outputs["apiKeyDrift"];
    check(typeof drift === "string", "Refresh did not find the changed key.");
    screen.confirmed("Found: gpt4o's model and claude's key.");
    screen.lines(`apiKeyDrift of claude: ${String(drift)}`);
  }

  async #restore(control: Control): Promise<void> {
    this.#headline("Up restores the declared configuration");
    screen.tell(
      "A key is sent by PATCH, in place. The API can't change a model, so gpt4o is replaced by a new connection; the old one still exists, and a warning names it.",
    );
    const before = { gpt4o: this.#managed("gpt4o").id, claude: this.#managed("claude").id };
    const earlier = await control.requests();
    await this.#must("up", "--yes", "--skip-preview");
    await this.#sent({ create: 1, update: 1 }, earlier.length);
    const { id } = this.#managed("gpt4o");
    const live = (await control.connections()).find(({ connectionId }) => connectionId === id);
    check(id !== before.gpt4o && live?.model === "gpt-4o", "Up did not restore gpt4o's model.");
    const claude = this.#managed("claude");
    check(claude.id === before.claude, "Up replaced claude, although only its key had changed.");
    check(claude.outputs["apiKeyDrift"] === undefined, "Up did not send claude's key.");
    screen.confirmed(
      "gpt4o has its model again, in a new connection; claude has its key again, in the same one.",
    );
  }

  async #rotate(): Promise<void> {
    this.#headline("A key is rotated");
    screen.tell("Set a new secret, and up sends it by PATCH: same connection, same id, same name.");
    const before = this.#managed("gpt4o").id;
    const earlier = (await this.#control?.requests())?.length;
    await this.#must("config", "set", "--secret", "openaiKey", madeUpKey());
    await this.#must("up", "--yes", "--skip-preview");
    await this.#sent({ create: 0, update: 1 }, earlier);
    check(this.#managed("gpt4o").id === before, "The rotation replaced gpt4o.");
    screen.confirmed(`${before} has the new key.`);
  }

  async #checkSettled(): Promise<void> {
    this.#headline("Nothing is left to do");
    screen.tell(
      "With --refresh, up reads each connection first; with --expect-no-changes, any change is an error.",
    );
    const earlier = (await this.#control?.requests())?.length;
    await this.#must("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes");
    await this.#sent({ create: 0, update: 0, list: 0, get: 4 }, earlier);
    this.#confirm("No changes", ", and no requests except one GET for each connection");
  }

  #headline(text: string): void {
    screen.headline(`${++this.#step}. ${text}`);
  }

  async #must(...args: string[]): Promise<void> {
    const code = await this.#stack.pulumi(...args);
    check(code === 0, `pulumi ${args[0] ?? ""} failed.`);
  }

  /** The second part is printed only if the demo can check the platform. */
  #confirm(inState: string, onPlatform: string): void {
    screen.confirmed(`${inState}${this.#control === undefined ? "" : onPlatform}.`);
  }

  #managed(name: string): Managed {
    const found = this.#stack.managed().find((each) => each.name === name);
    if (found === undefined) throw new StoryBroken(`The state has no connection ${name}.`);
    return found;
  }

  /** Checks the requests that reached the platform after the first `since`. */
  async #sent(expected: Record<string, number>, since = 0): Promise<void> {
    const requests = (await this.#control?.requests())?.slice(since);
    if (requests === undefined) return;
    for (const [operation, wanted] of Object.entries(expected)) {
      const sent = count(requests, operation);
      check(sent === wanted, `Expected ${wanted} ${operation} requests, but ${sent} were sent.`);
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
