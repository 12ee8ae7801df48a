// The command line: version, help, and the exit code of wrong usage.
import { version } from "../../package.json";
import { program } from "../../cli/program";

async function run(...args: string[]): Promise<{ exit: number | undefined; out: string }> {
  let out = "";
  let exit: number | undefined;
  const note = (text: unknown) => (out += String(text)) !== "";
  jest.spyOn(process.stdout, "write").mockImplementation(note);
  jest.spyOn(process.stderr, "write").mockImplementation(note);
  jest.spyOn(process, "exit").mockImplementation((code) => {
    exit = Number(code);
    throw new Error("exit");
  });
  await program()
    .parseAsync(args, { from: "user" })
    .catch(() => undefined);
  jest.restoreAllMocks();
  return { exit, out };
}

test("--version prints the package's version", async () => {
  expect(await run("--version")).toEqual({ exit: 0, out: `${version}\n` });
});

test("--help lists the subcommands", async () => {
  const { exit, out } = await run("--help");
  expect(exit).toBe(0);
  expect(out).toMatch(/^ {2}emulator \[options\]/m);
});

test.each([
  [["--nonsense"]],
  [["nonsense"]],
  [["emulator", "--mask-style", "none"]],
  [["emulator", "--nonsense"]],
  [[]],
])("%j is wrong usage: exit code 2", async (args) => {
  expect((await run(...args)).exit).toBe(2);
});
