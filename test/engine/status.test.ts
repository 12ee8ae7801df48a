// A declared status on the real engine: a connection that was switched off fails the checks until it is switched on again.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { requests, startPlatform, writesTo } from "../support/platform";
import { openAi } from "../support/program";
import { identities } from "../support/state";

const gpt4o = { ...openAi, status: "ACTIVE" };

describe.each(bothProviders)("$name", ({ on, connections }) => {
  test("a connection that was switched off fails each check and up, and passes once it is switched on", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections({ gpt4o }));
    succeeded(await stack.up());
    await expectSettled(stack);
    const { id } = (await identities(stack))["gpt4o"]!;
    emulator.console.setStatus(id, "INACTIVE");
    emulator.clearJournal();

    const check = await stack.run("refresh", "--preview-only", "--diff", "--expect-no-changes");
    expect(check.code).not.toBe(0);
    expect(check.output).toMatch(/^ *~ status *: "ACTIVE" => "INACTIVE"$/m);
    expect(check.output).toMatch(
      /^drift: .*: switched off; pulumi up --refresh fails until it is switched on in the platform's console$/m,
    );
    succeeded(await stack.refresh());
    expect((await stack.refresh("--expect-no-changes")).code).not.toBe(0);
    const preview = await stack.preview("--diff", "--expect-no-changes");
    expect(preview.code).not.toBe(0);
    expect(preview.output).toMatch(/^ *~ status *: "INACTIVE" => "ACTIVE"$/m);
    expect(preview.output).toContain("pulumi up fails unless the connection was switched on");

    const up = await stack.up();
    expect(up).toMatchObject({ failed: [{ op: "update", urn: stack.urn("gpt4o") }] });
    expect(up.code).not.toBe(0);
    expect(said(up, "error")).toContain(
      `status is "INACTIVE" on the platform and "ACTIVE" in the program. The provider doesn't set the status: switch the connection on in the platform's console, then run pulumi up again`,
    );
    expect(writesTo(emulator)).toEqual([]);

    emulator.console.setStatus(id, "ACTIVE");
    requests(emulator);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
    expect(requests(emulator)).toEqual({ get: 1 });
    await expectSettled(stack);
    expect(emulator.connections()).toHaveLength(1);
  });

  test("an ignored status is none: a connection that was switched off is no change", async () => {
    const emulator = await startPlatform();
    const ignoring = connections({ gpt4o }, { gpt4o: { ignoreChanges: ["status"] } });
    const stack = await on(emulator, ignoring);
    succeeded(await stack.up());
    emulator.console.setStatus((await identities(stack))["gpt4o"]!.id, "INACTIVE");
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0 });
    await expectSettled(stack);
  });
});
