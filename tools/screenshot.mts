// `npm run screenshot`: makes docs/emulator-console.png, the picture in the README, of the real page in a real browser.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Emulator, startEmulator as Start } from "../emulator/index.ts";
import { chromium as program } from "./chromium.mts";
import { findOrInstall, orReason } from "./installed.mts";

const picture = fileURLToPath(new URL("../docs/emulator-console.png", import.meta.url));
const built = new URL("../dist/emulator/index.js", import.meta.url).href;
const { startEmulator } = (await import(built)) as { startEmulator: typeof Start };

await orReason(async () => {
  const executablePath = await findOrInstall(program);
  const emulator = await startEmulator();
  // Letters with coloured edges make the picture larger.
  const browser = await chromium.launch({ executablePath, args: ["--disable-lcd-text"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: "light" });
    await haveSomethingToShow(emulator);
    await page.goto(emulator.consoleUrl);
    await page.getByText("INACTIVE", { exact: true }).waitFor();
    await page.screenshot({ path: picture, fullPage: true });
  } finally {
    await browser.close();
    await emulator.stop();
  }
});

/** What an `up` of three connections leaves, one answer lost, and somebody who has turned one off. */
async function haveSomethingToShow({ url, apiKey, console, connections, faults }: Emulator): Promise<void> {
  const api = async (method: string, path = "", body?: object): Promise<void> => {
    const headers = { "x-api-key": apiKey, "content-type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    // A lost answer is one of the things to show.
    await fetch(`${url}/api/public/connections${path}`, { method, headers, ...content }).catch(
      () => undefined,
    );
  };
  const anthropic = { model: "claude-3-5-haiku-20241022", modelType: "EASY_INTEGRATION" };
  await api("GET");
  await api("POST", "", {
    provider: "Open AI",
    connectionName: "gpt4o-3ad5631",
    model: "gpt-4o",
    fields: { API_KEY: "sk-made-up-1" },
  });
  faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
  await api("POST", "", {
    provider: "Anthropic",
    connectionName: "claude-9b20c4e",
    ...anthropic,
    fields: { API_KEY: "sk-made-up-2" },
  });
  await api("GET");
  await api("POST", "", {
    provider: "API",
    connectionName: "custom-51f7d08",
    fields: { BASE_URL: "https://api.example.com", API_KEY: "sk-made-up-3" },
  });
  const id = connections()[0]?.connectionId ?? "";
  await api("GET", `/${id}`);
  console.setStatus(id, "INACTIVE");
  faults.inject({ on: { operation: "update" }, times: null, fault: { kind: "status", status: 503 } });
}
