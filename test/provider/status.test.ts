// The declared status: compared like any other field, never sent, and only the platform's console can change it.
import { type Args, openAi } from "./arguments";
import { Driven } from "./driver";
import { counted, failureOf, listen, start } from "./platform";

const args = { ...openAi, status: "ACTIVE" } as Args;

async function deployed(declared: Args = args) {
  const emulator = await start();
  const resource = new Driven(emulator);
  const atFirst = listen();
  await resource.up(declared);
  const said = atFirst();
  const heard = listen();
  emulator.clearJournal();
  return { emulator, said, heard, resource, id: resource.id! };
}

test("a declared status that the platform shows is no change", async () => {
  const { emulator, heard, resource } = await deployed();
  expect(await resource.nextRun().up(args)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(args)).toBe("same");
  expect(counted(emulator)).toEqual({ get: 1 });
  expect(heard()).toBe("");
});

test("a connection that was switched off: each refresh shows it, and up fails and sends no key until it is switched on", async () => {
  const { emulator, heard, resource, id } = await deployed();
  emulator.console.setStatus(id, "INACTIVE");
  expect(await resource.nextRun().refresh()).toEqual({ status: "INACTIVE" });
  // Still a change, so that a nightly check fails until it is switched on.
  expect(await resource.nextRun().refresh()).not.toBe("same");
  emulator.clearJournal();
  const rotated = { ...args, apiKey: "sk-rotated-00000001" };
  for (const declared of [args, rotated])
    expect((await failureOf(resource.nextRun().up(declared))).message).toBe(
      `Could not update model connection "${resource.outs!.connectionName}" (${id}): status is "INACTIVE" on the platform and "ACTIVE" in the program. The provider doesn't set the status: switch the connection on in the platform's console, then run pulumi up again.`,
    );
  expect(counted(emulator)).toEqual({ get: 2 });
  emulator.console.setStatus(id, "ACTIVE");
  expect(await resource.nextRun().up(rotated)).toBe("update");
  expect(counted(emulator)).toEqual({ get: 4, update: 1 });
  expect(await resource.nextRun().up(rotated)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(heard()).toMatch(
    /^(drift: "gpt-[0-9a-f]{7}" \(cn-[^)]+\): switched off; pulumi up --refresh fails until it is switched on in the platform's console\n){2}(warning: .*status was "INACTIVE" at the last refresh and is "ACTIVE" in the program.*\n)+$/,
  );
});

test("a status that only the response to a new key shows is reported at once", async () => {
  const { emulator, heard, resource, id } = await deployed();
  emulator.console.setStatus(id, "INACTIVE");
  expect(await resource.nextRun().up({ ...args, apiKey: "sk-rotated-00000001" })).toBe("update");
  expect(heard()).toContain('status is "INACTIVE" on the platform and "ACTIVE" in the program');
});

test("a status that is declared later, changed or removed updates state only", async () => {
  const { emulator, resource } = await deployed(openAi);
  for (const declared of [args, openAi]) {
    expect(await resource.nextRun().up(declared)).toBe("update");
    expect(await resource.nextRun().up(declared)).toBe("same");
  }
  expect(emulator.journal()).toEqual([]);
  expect(Object.keys(resource.outs!)).not.toContain("__status");
});

test("INACTIVE can be declared: then ACTIVE is drift", async () => {
  const { emulator, heard, resource, id } = await deployed(openAi);
  emulator.console.setStatus(id, "INACTIVE");
  const off = { ...openAi, status: "INACTIVE" } as Args;
  expect(await resource.nextRun().up(off)).toBe("update");
  expect(heard()).toContain("pulumi up fails unless the connection was switched off");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(heard()).not.toContain("drift:");
  emulator.console.setStatus(id, "ACTIVE");
  expect(await resource.nextRun().refresh()).toEqual({ status: "ACTIVE" });
  expect((await failureOf(resource.nextRun().up(off))).message).toContain("switch the connection off");
});

test("FINALIZED agrees with ACTIVE, and a platform that shows no status is never drift", async () => {
  const { emulator, resource, id } = await deployed();
  emulator.console.setStatus(id, "FINALIZED");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(args)).toBe("same");
  const silent = await start({ omit: ["status"] });
  const other = new Driven(silent);
  await other.up(args);
  expect(await other.nextRun().refresh()).toBe("same");
  expect(await other.nextRun().up(args)).toBe("same");
});

test("a new connection whose status is not the declared one is created, and a warning says what to do", async () => {
  const { said, resource } = await deployed({ ...openAi, status: "INACTIVE" });
  expect(resource.id).toBeDefined();
  expect(said).toMatch(/\nwarning: model connection ".*" \(.*\): status is "ACTIVE" on the platform/);
  expect((await failureOf(resource.nextRun().up({ ...openAi, status: "INACTIVE" }))).message).toContain(
    "switch the connection off in the platform's console",
  );
});

test.each(["active", "FINALIZED", 1])("the status %j is refused", async (status) => {
  const { resource } = await deployed(openAi);
  const failure = await failureOf(resource.nextRun().up({ ...openAi, status }));
  expect(failure.message).toBe('status: must be "ACTIVE" or "INACTIVE"');
});
