// Tests that need a program that npm doesn't bring: a tool of ours finds it or installs it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

type Declare = (name: string, run: (path: string) => Promise<void>) => void;

/** `test` with what the tool has found. Where that can't be had the test is skipped, with the reason said aloud and in its name. */
export function testsWith(tool: string): Declare {
  const path = join(__dirname, "../../tools", tool);
  const { status, stdout } = spawnSync(process.execPath, [path, "--find"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = stdout.trim();
  if (status === 0) return (name, run) => test(name, () => run(said));
  const reason = said || `tools/${tool} failed`;
  return (name) => {
    process.stderr.write(`\n!! NOT TESTED: ${name}: ${reason}\n\n`);
    test.skip(`${name} (${reason})`, () => undefined);
  };
}
