// The curl commands in the pages, sent to the emulator.
import { type Emulator, startEmulator } from "../../emulator";
import { fences } from "./fences";
import { commandsIn } from "./shell";

// The page that creates connections comes before the one that edits them.
const commands = ["docs/manual-calls.md", "docs/emulator.md"]
  .flatMap((page) => fences().filter((fence) => fence.page === page && fence.language === "sh"))
  .flatMap(commandsIn)
  .filter(({ program }) => program === "curl");

test("the emulator accepts every curl command", async () => {
  const emulator = await startEmulator();
  const refused: string[] = [];
  for (const { place, args } of commands) {
    const response = await fetch(...requestOf(args, emulator));
    if (!response.ok) refused.push(`${place}: ${response.status} ${await response.text()}`);
  }
  const created = emulator.journal().filter(({ operation }) => operation === "create");
  await emulator.stop();
  expect(refused).toEqual([]);
  expect(created).toHaveLength(5);
});

function requestOf(args: readonly string[], { host, apiKey, connections }: Emulator): [string, RequestInit] {
  const values = {
    HOST: host,
    PORT: host.split(":")[1],
    PLATFORM_KEY: apiKey,
    ID: connections()[0]?.connectionId,
  };
  const words = args.map((word) =>
    word.replace(/\$(\w+)/g, (_, name: keyof typeof values) => values[name] ?? ""),
  );
  const after = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const [body] = after("--data");
  const [method = body === undefined ? "GET" : "POST"] = after("--request");
  const url = words.find((word) => /^https?:/.test(word)) ?? "";
  const headers = after("-H").map((header) => header.split(": ") as [string, string]);
  return [url.replace("https://", "http://"), { method, headers, ...(body === undefined ? {} : { body }) }];
}
