// Programs that some tests need and npm doesn't install: a tool of this repository finds or installs them.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

type Declare = (name: string, run: (path: string) => Promise<void>) => void;

/** `test` with what the tool found. Where the program isn't available, the test is skipped and its name gives the reason. */
export function testsWith(tool: string): Declare {
  const path = join(__dirname, "../../tools", tool);
  const { status, stdout } = spawnSync(process.execPath, [path, "--find"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed = stdout.trim();
  if (status === 0) return (name, run) => test(name, () => run(printed));
  const reason = printed || `tools/${tool} failed`;
  return (name) => {
    process.stderr.write(`\n!! NOT TESTED: ${name}: ${reason}\n\n`);
    test.skip(`${name} (${reason})`, () => undefined);
  };
}
