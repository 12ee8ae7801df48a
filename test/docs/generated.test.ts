// The tables that `npm run docs` writes are those that the code gives now.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

test("the generated tables match the code", async () => {
  const tool = join(__dirname, "../../tools/docs.mts");
  const { stderr } = await promisify(execFile)(process.execPath, ["--no-warnings", tool, "--check"]);
  expect(stderr).toBe("");
});
