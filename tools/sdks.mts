// `npm run sdks`: generates the SDKs for Go and Python into an ignored folder, and compiles them with their examples.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { compileGo, compilePython } from "./sdks/compile.mts";
import { generateSdks } from "./sdks/generate.mts";

const { values, positionals } = parseArgs({
  options: { "generate-only": { type: "boolean" } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? "sdks");
await generateSdks(folder);
if (!values["generate-only"]) {
  await compileGo(folder);
  await compilePython(folder);
}
console.log(`The SDKs for Go and Python are in ${folder}.`);
