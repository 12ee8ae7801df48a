// An update that sent a key and has no known outcome: the next up sends the key that the program then has.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { requests, startPlatform, writesTo } from "../support/platform";
import { openAi } from "../support/program";

const rotated = { ...openAi, apiKey: "sk-rotated-00000001" };
const note =
  /gets the program's key, because its last update has no known outcome: the platform may have another key\./;

describe.each(bothProviders)("$name", ({ on, connections, runtime }) => {
  /** The platform has the new key, and state the old one. */
  async function afterLostResponse() {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections({ gpt4o: openAi }));
    succeeded(await stack.up());
    emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "truncated", commit: true } });
    stack.program(connections({ gpt4o: rotated }));
    expect((await stack.up()).code).not.toBe(0);
    const keys = () => emulator.connections().map(({ fields }) => fields["API_KEY"]);
    expect(keys()).toEqual([rotated.apiKey]);
    requests(emulator);
    return { emulator, stack, keys };
  }

  test("the old key is sent, once, if the program goes back to it, and the plan says why", async () => {
    const { emulator, stack, keys } = await afterLostResponse();
    stack.program(connections({ gpt4o: openAi }));
    const preview = succeeded(await stack.preview("--diff"));
    expect(preview.plan).toEqual({ update: 1 });
    expect(said(preview)).toMatch(note);
    // The engine shows a property that only the outputs have if the provider says so.
    if (runtime === "yaml") expect(preview.output).toMatch(/- apiKeyDrift *: "may have changed: the last/);
    expect(succeeded(await stack.up()).plan).toEqual({ update: 1 });
    expect(requests(emulator)).toEqual({ update: 1, get: 1 });
    expect(keys()).toEqual([openAi.apiKey]);
    await expectSettled(stack);
  });

  test("the new key is sent, once, if the program keeps it, also after a refresh", async () => {
    const { emulator, stack, keys } = await afterLostResponse();
    const refresh = succeeded(await stack.refresh());
    expect(said(refresh)).toContain("key may have changed, because the last update has no known outcome");
    expect(refresh.plan).toEqual({ update: 1 });
    requests(emulator);
    expect(succeeded(await stack.up()).plan).toEqual({ update: 1 });
    expect(requests(emulator)).toEqual({ update: 1, get: 1 });
    expect(keys()).toEqual([rotated.apiKey]);
    await expectSettled(stack);
  });

  test.each(["apiKey", "*"])("with ignoreChanges of %s, no key is sent", async (ignored) => {
    const { emulator, stack, keys } = await afterLostResponse();
    stack.program(connections({ gpt4o: openAi }, { gpt4o: { ignoreChanges: [ignored] } }));
    succeeded(await stack.up("--skip-preview=false"));
    succeeded(await stack.up("--expect-no-changes"));
    expect(writesTo(emulator)).toEqual([]);
    expect(keys()).toEqual([rotated.apiKey]);

    stack.program(connections({ gpt4o: openAi }));
    succeeded(await stack.up());
    expect(keys()).toEqual([openAi.apiKey]);
    await expectSettled(stack);
  });
});
