// Compiles the generated SDKs, each with the example in its language.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { go, must } from "./generate.mts";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const MODULE = "github.com/example-owner/pulumi-model-connections/sdk/go";

/** Compiles the SDK inside the example, because the example's go.mod pins what the SDK needs. */
export async function compileGo(folder: string): Promise<void> {
  const project = goProject(folder);
  await go("compiling the SDK for Go", ["build", `${MODULE}/...`], project);
  await go("checking the SDK for Go", ["vet", ".", `${MODULE}/...`], project);
}

/** The Go example with the SDK where `pulumi package add` puts it. */
function goProject(folder: string): string {
  const project = join(folder, "go-quickstart");
  const isOfRepository = (path: string) => !path.includes("/sdks");
  cpSync(join(examples, "go-quickstart"), project, { recursive: true, filter: isOfRepository });
  cpSync(join(folder, "go"), join(project, "sdks/model-connections"), { recursive: true });
  return project;
}

/** The Go module that the example pins contains Pulumi's SDK for Python, but not the packages that this SDK needs. */
export async function compilePython(folder: string): Promise<void> {
  cpSync(join(examples, "python-quickstart"), join(folder, "python-quickstart"), { recursive: true });
  const sources = ["python", "python-quickstart"];
  await must("compiling the SDK for Python", ["python3", "-m", "compileall", "-q", ...sources], {
    cwd: folder,
  });
  const module = ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"];
  const pulumi = await go("finding Pulumi's SDK", module, join(folder, "go-quickstart"));
  await checkTypes(folder, {
    include: ["python-quickstart"],
    extraPaths: ["python", join(pulumi, "python/lib")],
  });
}

/** Runs Pyright, which is an npm package. It reports problems in the example, not in the generated code. */
async function checkTypes(folder: string, config: object): Promise<void> {
  const file = join(folder, "pyrightconfig.json");
  writeFileSync(file, JSON.stringify(config));
  const pyright = ["npm", "exec", "--yes", "--package=pyright@1.1.414", "--", "pyright"] as const;
  await must("checking the types of the SDK for Python", [...pyright, "--project", file], {
    cwd: folder,
    env: registry(),
  });
}

/** The variables that tell npm which registry to use on this machine. */
function registry(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) =>
    /^(npm_config_(registry|cache|cafile|userconfig)|NODE_EXTRA_CA_CERTS)$/i.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
}
