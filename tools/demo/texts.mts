// What the demo prints before and after its story.
import type { Platform } from "./platform.mts";
import * as screen from "./screen.mts";
import type { Stack } from "./stack.mts";
import { count } from "./story.mts";

export function introduce({ host, own, control }: Platform): void {
  screen.headline("Model connections with Pulumi");
  screen.tell(
    own
      ? `The platform is an emulator on ${host}. Nothing leaves this machine, and you need no account.`
      : `The platform is ${host}. The demo creates connections there with made-up keys. The API has no DELETE, so they stay until you delete them in the console.`,
  );
  screen.tell(
    control === undefined
      ? "It is not an emulator, so the demo changes nothing outside Pulumi and can't count requests."
      : `Its console, for a browser, shows each request: ${control.page}`,
  );
}

export async function handOver(otherTerminal: string[], control: Platform["control"]): Promise<never> {
  screen.headline("Your turn");
  screen.tell("The stack stays until Ctrl-C. In another terminal:");
  screen.lines(
    ...otherTerminal,
    "pulumi stack",
    "$EDITOR examples/quickstart/index.ts   # change a model, for example",
    "pulumi up",
  );
  if (control !== undefined)
    screen.tell(
      `Or change a connection in the console, ${control.page}, and find the change with pulumi refresh.`,
    );
  // The timer keeps the process alive.
  return new Promise(() => setInterval(() => undefined, 60_000));
}

export async function sumUp(stack: Stack, { control }: Platform): Promise<void> {
  screen.headline("Summary");
  const seconds = (performance.now() / 1000).toFixed(0);
  const requests = await control?.requests();
  const created = `${stack.ever.size} connections created`;
  if (requests === undefined) screen.tell(`${created}, in ${seconds} s.`);
  else {
    const [posts, patches] = [count(requests, "create"), count(requests, "update")];
    const reads = requests.length - posts - patches;
    screen.tell(
      `${created} by ${posts} POSTs, none sent twice; ${patches} keys sent by PATCH; ${reads} reads; ${seconds} s in total.`,
    );
  }
  screen.headline("What to try next");
  screen.lines(
    "npm run demo -- --keep                  the same, but the stack stays until Ctrl-C",
    "node dist/cli/main.js emulator          only the emulator, for a stack of your own",
    "MODEL_CONNECTIONS_API_KEY=… npm run demo -- --host platform.example.com",
    "README.md                               arguments, what each change does, drift, deletion, limits",
  );
}

export function printRemaining(stack: Stack, host: string): void {
  if (stack.ever.size === 0) return;
  screen.headline(`What stays on ${host}`);
  screen.tell("The API has no DELETE. Delete these connections in the platform's console:");
  screen.lines(
    ...[...stack.ever.values()].map(({ id, outputs }) => `${id}  ${String(outputs["connectionName"])}`),
  );
}
