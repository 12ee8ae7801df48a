// `npm run screenshot`: makes docs/emulator-console.png, the picture in docs/emulator.md, of the real page in a real browser.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { chromium as program } from "./chromium.mts";
import { findOrInstall, orReason } from "./installed.mts";

const picture = fileURLToPath(new URL("../docs/emulator-console.png", import.meta.url));

await orReason(async () => {
  const executablePath = await findOrInstall(program);
  const emulator = await startEmulator();
  // Subpixel rendering makes the picture larger.
  const browser = await chromium.launch({ executablePath, args: ["--disable-lcd-text"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: "light" });
    await fill(emulator);
    await page.goto(emulator.consoleUrl);
    await page.getByText("INACTIVE", { exact: true }).waitFor();
    await page.screenshot({ path: picture, fullPage: true });
  } finally {
    await browser.close();
    await emulator.stop();
  }
});

/** The result of an `up` of three connections in which one response is lost. Afterwards, one connection is switched off. */
async function fill({ url, apiKey, console, connections, faults }: Emulator): Promise<void> {
  const api = async (method: string, path: string, content?: object): Promise<void> => {
    const headers = { "x-api-key": apiKey, "content-type": "application/json" };
    const body = content === undefined ? {} : { body: JSON.stringify(content) };
    // One of the responses is lost.
    await fetch(`${url}/api/public/connections${path}`, { method, headers, ...body }).catch(() => undefined);
  };
  const create = (provider: string, connectionName: string, fields: object, more = {}) =>
    api("POST", "", { provider, connectionName, fields, ...more });
  await api("GET", "");
  await create("Open AI", "gpt4o-3ad5631", { API_KEY: "sk-made-up-1" }, { model: "gpt-4o" });
  faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
  const claude = { model: "claude-3-5-haiku-20241022", modelType: "EASY_INTEGRATION" };
  await create("Anthropic", "claude-9b20c4e", { API_KEY: "sk-made-up-2" }, claude);
  await api("GET", "");
  const custom = { BASE_URL: "https://api.example.com", API_KEY: "sk-made-up-3" };
  await create("API", "custom-51f7d08", custom);
  const id = connections()[0]?.connectionId ?? "";
  await api("GET", `/${id}`);
  console.setStatus(id, "INACTIVE");
  faults.inject({ on: { operation: "update" }, times: null, fault: { kind: "status", status: 503 } });
}
