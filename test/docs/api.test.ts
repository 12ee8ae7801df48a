// The pages of `npm run docs:api`: everything that a program can import has a line, and no link leads nowhere.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

jest.setTimeout(120_000);

const repository = join(__dirname, "../..");

test("TypeDoc has nothing to warn of", async () => {
  const typedoc = join(repository, "node_modules/typedoc/bin/typedoc");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [typedoc, "--emit", "none"], {
    cwd: repository,
  });
  expect(stdout + stderr).not.toMatch(/warning|error/);
});
