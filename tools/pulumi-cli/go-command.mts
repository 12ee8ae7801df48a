// Builds one command of a tools module that pins its version and checksums.
import { runChild } from "./child.mts";
import { sayingProgress } from "./say.mts";

/** Puts the command's binary at `target`; the answer is why that failed, or undefined. */
export async function goCommand(
  module: URL,
  command: string,
  target: string,
  linkerFlags = "",
): Promise<string | undefined> {
  const name = command.slice(command.lastIndexOf("/") + 1);
  const { code, output } = await sayingProgress(`building ${name}`, () =>
    runChild("go", ["build", "-ldflags", `-s -w ${linkerFlags}`.trim(), "-o", target, command], {
      cwd: module,
      env: goEnv,
    }),
  );
  return code === 0
    ? undefined
    : `go build ${command} failed:\n${output.trim().split("\n").slice(-10).join("\n")}`;
}

// Without cgo no C compiler is needed. A user's own flags and workspace must not change what is built.
const goEnv = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
