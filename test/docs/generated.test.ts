// The pages that `npm run docs` makes are those that the code makes now, and leave out no text of the provider.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

// Each error is brought about, some by waiting for it.
jest.setTimeout(120_000);

test("the pages made from the code are what the code says", async () => {
  const tool = join(__dirname, "../../tools/docs.mts");
  const { stderr } = await promisify(execFile)(process.execPath, ["--no-warnings", tool, "--check"]);
  expect(stderr).toBe("");
});
