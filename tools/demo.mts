// `npm run demo`: four connections from creation to destroy with the real Pulumi CLI, every command shown; see --help.
import { parseArgs } from "node:util";
import { type Platform, ownEmulator, platformAt } from "./demo/platform.mts";
import { openScratch } from "./demo/scratch.mts";
import * as screen from "./demo/screen.mts";
import { Stack } from "./demo/stack.mts";
import { Story, StoryBroken } from "./demo/story.mts";
import { handOver, introduce, printRemaining, sumUp } from "./demo/texts.mts";
import { isInterrupted, onInterrupt } from "./interrupt.mts";
import { NoPulumiCli, pulumiBin } from "./pulumi-cli.mts";

const usage = `npm run demo -- [--keep] [--host HOST]

  --keep       keep the stack and the emulator at the end, until Ctrl-C
  --host HOST  use your own platform, with MODEL_CONNECTIONS_API_KEY from the environment;
               this creates four connections with made-up keys there, which stay because the API has no DELETE`;

interface Options {
  readonly keep: boolean;
  readonly host?: string | undefined;
}

async function demo(options: Options): Promise<void> {
  const bin = await pulumiBin();
  const platform = await openPlatform(options.host);
  const scratch = openScratch(bin);
  const key = platform.own ? {} : { MODEL_CONNECTIONS_API_KEY: platform.apiKey };
  const stack = new Stack(scratch, key);
  const cleanUp = async () => {
    if (!platform.own) printRemaining(stack, platform.host);
    scratch.remove();
    await platform.stop();
  };
  const forget = onInterrupt(cleanUp);
  try {
    introduce(platform);
    const story = new Story(stack, platform);
    await story.tell();
    if (options.keep) await handOver(scratch.otherTerminal, platform.control);
    await story.end();
    await sumUp(stack, platform);
  } finally {
    // An interruption cleans up by itself.
    if (!isInterrupted()) {
      forget();
      await cleanUp();
    }
  }
}

async function openPlatform(host: string | undefined): Promise<Platform> {
  if (host === undefined) return ownEmulator();
  const key = process.env["MODEL_CONNECTIONS_API_KEY"] ?? "";
  if (key === "") throw new StoryBroken("--host needs the platform's key in MODEL_CONNECTIONS_API_KEY.");
  return platformAt(host, key).catch((error: unknown) => {
    throw new StoryBroken(`Could not use the platform: ${(error as Error).message}`);
  });
}

function parseOptions(): Options | undefined {
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

const options = parseOptions();
// The reader of the output may exit first, as in `npm run demo | head`.
process.stdout.on("error", () => process.kill(process.pid, "SIGTERM"));
const forgetGoodbye = onInterrupt(() => screen.tell("\nStopped. Nothing is left running."));
try {
  if (options !== undefined) await demo(options);
} catch (error) {
  if (error instanceof StoryBroken || error instanceof NoPulumiCli) {
    screen.failed(error.message);
    process.exitCode = 1;
  } else if (!isInterrupted()) throw error;
} finally {
  if (!isInterrupted()) forgetGoodbye();
}
