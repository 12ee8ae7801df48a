// OpenTofu and the generic REST provider, built once for each user from their Go modules.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CachedPrograms } from "../pulumi-cli/cache.mts";
import { goCommand } from "../pulumi-cli/go-command.mts";
import { programOnPath } from "../pulumi-cli/on-path.mts";
import { say } from "../pulumi-cli/say.mts";

const programs = [
  { name: "tofu", module: "opentofu", command: "github.com/opentofu/opentofu/cmd/tofu" },
  {
    name: "terraform-provider-restapi",
    module: "restapi",
    command: "github.com/Mastercard/terraform-provider-restapi",
  },
];

/** The folder that both are in, or why there is none. */
export async function tofuBin(): Promise<{ bin: string } | { reason: string }> {
  const names = programs.map(({ name }) => name);
  const cache = new CachedPrograms(
    programs.map(({ module }) => `${module}-${pinOf(module)}`).join("-"),
    names,
  );
  if (cache.isThere()) return { bin: cache.bin };
  if (!programOnPath("go")) return { reason: "there is no go on PATH to build it with" };
  const waiting = () => say("another process is building OpenTofu: waiting for it");
  return cache.locked(waiting, async () => {
    if (cache.isThere()) return { bin: cache.bin };
    say("building OpenTofu with Go, once for this user: about 5 minutes on two cores");
    const failure = await cache.into(buildAll);
    return cache.isThere() ? { bin: cache.bin } : { reason: failure ?? "it was not whole" };
  });
}

async function buildAll(folder: string): Promise<string | undefined> {
  for (const { name, module, command } of programs) {
    const failure = await goCommand(new URL(`./${module}/`, import.meta.url), command, join(folder, name));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function pinOf(module: string): string {
  const text = readFileSync(new URL(`./${module}/go.mod`, import.meta.url), "utf8");
  const version = /^require \S+ v([\d.]+)$/m.exec(text)?.[1];
  if (version === undefined) throw new Error(`${module}/go.mod requires nothing.`);
  return version;
}
