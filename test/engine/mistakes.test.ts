// Mistakes in a program that is not compiled: the engine shows what was probably meant.
import { said } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { connections, openAi } from "../support/program";
import { EngineStack } from "../support/stack";

test("a provider that is written another way gets a suggestion at preview", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, connections({ gpt4o: { ...openAi, provider: "OpenAI" } }));
  const allowed = "provider: must be one of API, Open AI, Azure Open AI, Anthropic";
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  const problems = said(preview, "error").split("\n");
  expect(problems).toContainEqual(
    expect.stringMatching(new RegExp(`'gpt4o' has a problem: ${allowed}; did you mean "Open AI"\\?$`)),
  );
  expect(requests(emulator)).toEqual({});
});
