// `npm run sdks`: the SDKs for Go and Python compile, each with its example.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "../support/run-folder";

// Compiles Pulumi's SDK for Go.
jest.setTimeout(900_000);

test("the SDKs for Go and Python are generated and compile, each with its example", () => {
  const folder = mkdtempSync(join(runFolder(), "sdks-"));
  const tool = join(__dirname, "../../tools/sdks.mts");
  execFileSync(process.execPath, [tool, folder], { stdio: ["ignore", "pipe", "inherit"] });
  for (const file of ["go/modelconnections/modelConnection.go", "python/pulumi_model_connections/py.typed"])
    expect([file, existsSync(join(folder, file))]).toEqual([file, true]);
});
