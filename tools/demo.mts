// `npm run demo`: four connections through their whole life with the real Pulumi CLI, every command shown; see --help.
import { parseArgs } from "node:util";
import {
  Interrupted,
  dieOf,
  listenForInterruption,
  unlessInterrupted,
  untilInterrupted,
} from "./demo/interruption.mts";
import { type Platform, ownEmulator, platformAt } from "./demo/platform.mts";
import { openScratch } from "./demo/scratch.mts";
import * as screen from "./demo/screen.mts";
import { Stack } from "./demo/stack.mts";
import { Story, StoryBroken, count } from "./demo/story.mts";
import { NoPulumiCli, pulumiBin } from "./pulumi-cli.mts";

const usage = `npm run demo -- [--keep] [--host HOST]

  --keep       at the end leave stack and emulator for playing on, until Ctrl-C
  --host HOST  use a platform of your own, with MODEL_CONNECTIONS_API_KEY from the environment;
               it makes four connections with made-up keys there, which stay, since the API has no DELETE`;

interface Options {
  readonly keep: boolean;
  readonly host?: string | undefined;
}

async function demo(options: Options): Promise<void> {
  const bin = await pulumiBin();
  const interruption = listenForInterruption();
  const platform = await unlessInterrupted(interruption, openPlatform(options));
  const scratch = openScratch(bin);
  // Whatever else goes wrong.
  process.on("exit", scratch.remove);
  const key = platform.own ? {} : { MODEL_CONNECTIONS_API_KEY: platform.apiKey };
  const stack = new Stack(scratch, key, interruption);
  try {
    introduce(platform, scratch.typeAlong);
    const story = new Story(stack, platform);
    await story.tell();
    if (options.keep) await playOn(interruption, scratch.typeAlong, platform.control);
    await story.end();
    await sumUp(stack, platform);
  } finally {
    if (!platform.own) sayWhatStays(stack, platform.host);
    scratch.remove();
    await platform.stop();
  }
}

async function openPlatform({ host }: Options): Promise<Platform> {
  if (host === undefined) return ownEmulator();
  const key = process.env["MODEL_CONNECTIONS_API_KEY"] ?? "";
  if (key === "") throw new StoryBroken("--host needs the platform's key in MODEL_CONNECTIONS_API_KEY.");
  return platformAt(host, key).catch((error: unknown) => {
    throw new StoryBroken(`The platform can't be used: ${(error as Error).message}`);
  });
}

function introduce({ host, own, control }: Platform, typeAlong: string[]): void {
  screen.headline("Model connections by Pulumi");
  screen.tell(
    !own
      ? `The platform is ${host}. This makes connections there with made-up keys; the API has no DELETE, so they stay until somebody deletes them in the console.`
      : `The platform is an emulator on ${host}: nothing leaves this machine, and no account is needed.`,
  );
  if (control === undefined)
    screen.tell(
      "It is no emulator, so nobody edits behind Pulumi's back, and there are no requests to count.",
    );
  else screen.tell(`Its console, for a browser, shows each request as it comes: ${control.page}`);
  screen.tell(
    "All files are in one folder, which goes when the demo ends. To run pulumi on the same stack meanwhile:",
  );
  screen.lines(...typeAlong);
}

async function playOn(
  interruption: AbortSignal,
  typeAlong: string[],
  control: Platform["control"],
): Promise<void> {
  screen.headline("Your turn");
  screen.tell("The stack stays until Ctrl-C. In another terminal:");
  screen.lines(
    ...typeAlong,
    "pulumi stack",
    "$EDITOR examples/quickstart/index.ts   # another model, say",
    "pulumi up",
  );
  if (control !== undefined)
    screen.tell(`Or cause a drift in the console, ${control.page}, and find it with pulumi refresh.`);
  await untilInterrupted(interruption);
}

async function sumUp(stack: Stack, { control }: Platform): Promise<void> {
  screen.headline("What happened");
  const seconds = performance.now() / 1000;
  const requests = await control?.requests();
  const made = `${stack.ever.size} connections made`;
  if (requests === undefined) screen.tell(`${made}, in ${seconds.toFixed(0)} s.`);
  else {
    const [posts, patches] = [count(requests, "create"), count(requests, "update")];
    const reads = requests.length - posts - patches;
    screen.tell(
      `${made} by ${posts} POSTs, none sent twice; ${patches} keys sent by PATCH; ${reads} reads; ${seconds.toFixed(0)} s in all.`,
    );
  }
  screen.headline("What to try next");
  screen.lines(
    "npm run demo -- --keep                  the same, and then the stack is yours until Ctrl-C",
    "node dist/cli/main.js emulator          the emulator alone, for a stack of your own",
    "MODEL_CONNECTIONS_API_KEY=… npm run demo -- --host platform.example.com",
    "README.md                               arguments, what each change does, drift, deletion, limits",
  );
}

function sayWhatStays(stack: Stack, host: string): void {
  if (stack.ever.size === 0) return;
  screen.headline(`What stays on ${host}`);
  screen.tell("The API has no DELETE: delete these in the platform's console.");
  screen.lines(
    ...[...stack.ever.values()].map(({ id, outputs }) => `${id}  ${String(outputs["connectionName"])}`),
  );
}

function options(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: "boolean", default: false },
        host: { type: "string" },
        help: { type: "boolean" },
      },
    });
    if (values.help !== true) return values;
    process.stdout.write(`${usage}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    process.exitCode = 2;
  }
  return undefined;
}

const given = options();
try {
  if (given !== undefined) await demo(given);
} catch (error) {
  if (error instanceof Interrupted) {
    screen.tell("\nStopped; nothing is left running.");
    dieOf(error);
  } else if (error instanceof StoryBroken || error instanceof NoPulumiCli) {
    screen.failed(error.message);
    process.exitCode = 1;
  } else throw error;
}
