// Text from the platform that a terminal, a CI runner or Pulumi's display could interpret: state and output stay complete.
import { join } from "node:path";
import { dynamicProvider, nativeProvider, type ProviderUnderTest } from "../support/both-providers";
import { expectSettled, succeeded } from "../support/outcomes";
import { onPlatform, startPlatform } from "../support/platform";
import { cliBin } from "../support/project";
import { type Connections, fromScratch, openAi } from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const commands = "\n::set-output name=x::1\r\n::add-mask::2\n::error::3\u2028##[add-mask]4 ##vso[task.x]5";
const hostile = `a<{%boom%}>\u001b]0;pwned\u0007\u001b[6;66H${commands}\u0085\u009b2J\u202e\u2066\u200b\ufeff<{%`;
/** Pulumi's display decodes what looks like JSON, and prints each name at the start of a line. */
const asJson = String.raw`{"s\u003c{%boom%}>\u001b]0;pwned\u0007":"t\n::error::\u202e\u003c{%","::error::y":1}`;
/** What must not be in state or output. Pulumi's own colours and cursor movements are other sequences. */
const raw =
  // eslint-disable-next-line no-control-regex -- this is what must not be there
  /<\{%|\u001b\]0;|\u001b\[6;66H|pwned\u0007|[\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff]|^\s*::|##\w*\[/mu;

/** How pulumi runs: with or without colours, or as in a terminal. */
type Display = "always" | "never" | "terminal";
const displays: Display[] = ["always", "never", "terminal"];

/** The native provider's texts reach the display as messages of the engine; one display shows that they arrive as the hooks write them. */
const cases: { provider: ProviderUnderTest; display: Display }[] = [
  ...displays.map((display) => ({ provider: dynamicProvider, display })),
  { provider: nativeProvider, display: "terminal" },
];

/** Runs a command; its output is complete, with all control characters. */
async function pulumi(stack: EngineStack, display: Display, ...args: string[]) {
  const cli = join(cliBin(), "pulumi");
  const { code, stdout, stderr } = await (display === "terminal"
    ? stack.exec("script", "-qec", [cli, ...args].join(" "), "/dev/null")
    : stack.exec(cli, ...args, "--non-interactive", "--color", display));
  return { code, output: stdout + stderr };
}

test.each(cases)(
  "hostile names and statuses: every command that prints them stays readable, and state complete ($provider.name, $display)",
  async ({ provider, display }) => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const stack = await provider.on(emulator, provider.connections({ one: openAi, two: openAi }), {
      env: { TERM: "xterm-256color" },
    });
    succeeded(await stack.up());
    const { one, two } = await identities(stack);
    for (const [{ id }, text] of [
      [one!, hostile],
      [two!, asJson],
    ] as const) {
      emulator.console.rename(id, text);
      emulator.console.setStatus(id, text);
      emulator.console.changeModel(id, text);
    }

    for (const args of [
      ["preview", "--refresh", "--diff"],
      ["preview", "--refresh", "--json"],
      ["refresh", "--yes", "--diff"],
      ["stack", "export"],
      ["stack", "--show-urns"],
      ["preview", "--diff"],
      ["up", "--yes", "--diff", "--skip-preview"],
      ["stack", "history", "--json"],
    ]) {
      const { code, output } = await pulumi(stack, display, ...args);
      expect([args, code]).toEqual([args, 0]);
      expect([args, raw.exec(output)]).toEqual([args, null]);
      expect(output).not.toContain("panic");
    }
    expect(JSON.stringify(await managed(stack))).not.toMatch(raw);
    // A changed model can't be changed back, so both are replaced.
    expect(emulator.connections()).toHaveLength(4);
    expect(onPlatform(emulator, one!.id).connectionName).toBe(hostile);
    expect(onPlatform(emulator, two!.id).connectionName).toBe(asJson);
    await expectSettled(stack);
  },
);

test.each(cases)(
  "a hostile error text among six creates: the six are in state, and the next up creates the seventh ($provider.name, $display)",
  async ({ provider, display }) => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const stack = await provider.on(
      emulator,
      provider.connections(Object.fromEntries(names.map((name) => [name, openAi]))),
      { env: { TERM: "xterm-256color" } },
    );
    const body = { error: { code: "X", message: hostile } };
    emulator.faults.inject({
      on: { operation: "create" },
      skip: 3,
      fault: { kind: "status", status: 400, body },
    });
    const run = await pulumi(stack, display, "up", "--yes", "--skip-preview", "--continue-on-error");
    expect(run.code).not.toBe(0);
    expect(run.output).toContain("the platform said");
    expect(raw.exec(run.output)).toBeNull();
    expect(run.output).not.toContain("panic");
    const ids = Object.values(await identities(stack)).map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(ids.sort()).toEqual(
      emulator
        .connections()
        .map(({ connectionId }) => connectionId)
        .sort(),
    );
    succeeded(await stack.up());
    expect(emulator.connections()).toHaveLength(7);
    await expectSettled(stack);
  },
);

/** The texts of a payload are for the endpoint, so characters that only can't be seen are allowed in them. */
const inPayload = hostile.replace(/[\u2028\u200b\ufeff]/g, "");
const variable = { name: "prompt", displayName: "Prompt", status: "ACTIVE", dataType: "string" };
const refused = {
  ...fromScratch,
  payload: { messages: [{ content: "Hello\n::set-env name=x::1" }] },
  promptVars: [{ ...variable, elementType: "string", defaultValue: "\u202epwned", required: true }],
  customVars: [{ name: "a", value: "\u001b]0;pwned\u0007" }],
};
/** Programs with such texts, and what the errors say: they must not contain what they warn of. */
const refusals: [Connections, RegExp[]][] = [
  [
    { house: refused },
    [
      /payload: must not contain a command of a CI runner, .* \(in one of its texts: messages\[0\]\.content\)/,
      /promptVars: must not contain control characters, or .* \(in one of its texts: \[0\]\.defaultValue\)/,
      /customVars: must not contain control characters, or .* \(in one of its texts: \[0\]\.value\)/,
    ],
  ],
  [
    { house: { ...fromScratch, customVars: [{ name: "a<{%boom%}>" }] } },
    [/customVars: must not contain .*, which crashes Pulumi's display \(in one of its texts: \[0\]\.name\)/],
  ],
  [
    { gpt4o: { ...openAi, model: hostile } },
    [/model: must not contain control characters, .* or JSON with a backslash or/],
  ],
];

test.each(cases)(
  "hostile texts of a payload: those of the program are refused, and those of the platform are shown safely and changed back ($provider.name, $display)",
  async ({ provider, display }) => {
    const emulator = await startPlatform();
    const stack = await provider.on(emulator, provider.connections({}), { env: { TERM: "xterm-256color" } });
    for (const [refusal, problems] of refusals) {
      stack.program(provider.connections(refusal));
      const { code, output } = await pulumi(stack, display, "preview", "--diff");
      expect(code).not.toBe(0);
      for (const problem of problems) expect(output).toMatch(problem);
      expect(raw.exec(output)).toBeNull();
      expect(output).not.toMatch(/panic|pwned|set-env/);
    }
    expect(emulator.connections()).toEqual([]);

    const accepted = { prompt: "# Task\nUse a ::set-env name=x::1 as <% data %>, {{prompt}}." };
    stack.program(provider.connections({ house: { ...fromScratch, payload: accepted } }));
    succeeded(await stack.up());
    const { id } = (await identities(stack))["house"]!;
    emulator.console.changeMembers(id, {
      payload: { prompt: inPayload, [inPayload]: asJson },
      customVars: [{ name: asJson }],
    });
    for (const args of [
      ["refresh", "--yes", "--diff"],
      ["stack", "export"],
      ["preview", "--diff"],
      ["up", "--yes", "--diff", "--skip-preview"],
    ]) {
      const shown = await pulumi(stack, display, ...args);
      expect([args, shown.code]).toEqual([args, 0]);
      expect([args, raw.exec(shown.output)]).toEqual([args, null]);
      expect(shown.output).not.toContain("panic");
    }
    expect(onPlatform(emulator, id)).toMatchObject({ payload: accepted, customVars: [] });
    await expectSettled(stack);
  },
);
