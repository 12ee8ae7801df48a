// Each failure is printed once: under its resource, or under the stack if a lookup fails.
import { startPlatform } from "../support/platform";
import { connection, connections, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";

const countOf = (output: string, text: string) => diagnosticsOf(output).split(text).length - 1;

/** Without the progress lines, which also show the messages as they arrive. */
function diagnosticsOf(output: string): string {
  return output.slice(output.lastIndexOf("Diagnostics:"));
}

const many = Object.fromEntries(
  Array.from({ length: 100 }, (_, i) => [
    `c${i}`,
    { ...openAi, model: `m${i}`, apiKey: `sk-number-${i}-000001` },
  ]),
);

test("with a wrong platform key and 100 connections, preview and up report it once for each resource that fails", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on({ host: emulator.host, apiKey: "wrong" }, connections(many));
  const plain = ["--non-interactive", "--color", "never"];
  for (const command of ["preview", "up"]) {
    const { code, output } = await stack.run(
      command,
      ...plain,
      ...(command === "up" ? ["--yes", "--skip-preview"] : []),
    );
    expect(code).not.toBe(0);
    const failed = new Set(diagnosticsOf(output).match(/ModelConnection \(c\d+\):/g)).size;
    expect(failed).toBeGreaterThan(0);
    expect(countOf(output, "the platform did not accept the API key")).toBe(failed);
    expect(output).not.toContain("ModelConnectionError");
  }
});

test("invalid settings, a failed refresh and failed lookups are printed once, without Node's warnings", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(
    { host: emulator.host, apiKey: emulator.apiKey },
    connections({ one: openAi }),
  );
  const plain = ["--non-interactive", "--color", "never"];
  await stack.up();
  emulator.faults.inject({
    on: { operation: "get" },
    fault: { kind: "status", status: 400, body: { message: "no" } },
  });
  const refreshed = await stack.run("refresh", ...plain, "--yes", "--skip-preview");
  expect(countOf(refreshed.output, 'the platform said "no"')).toBe(1);
  await stack.setConfig({ "model-connections:maxRetries": "-1" });
  const invalid = await stack.run("preview", ...plain);
  expect(countOf(invalid.output, "must be a number from 0 to 100")).toBe(1);
  await stack.setConfig({ "model-connections:maxRetries": "1" });
  stack.program(
    program(
      'const { getConnection } = require("pulumi-model-connections");',
      'const found = getConnection({ connectionName: "none" });',
      connection("one", openAi)
        .replace('"apiKey"', '"connectionName": found.connectionName, "apiKey"')
        .replace('"found.connectionName"', "found.connectionName"),
      "exports.status = found.status;",
    ),
  );
  const { output } = await stack.run("preview", ...plain);
  expect(output).not.toMatch(/PromiseRejectionHandledWarning|node:\d+/);
  expect(countOf(output, 'Could not look up model connection "none"')).toBe(1);
});
