// The emulator's console in a real browser, during a real update: what it shows, what it does, and which secrets it never shows.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import type { Page } from "playwright-core";
import type { Emulator } from "pulumi-model-connections/emulator";
import { said, succeeded } from "../support/outcomes";
import { idFor, onPlatform, startPlatform } from "../support/platform";
import { keyOf, keysFor, ofEachProvider, withSecretKeys } from "../support/program";
import { EngineStack } from "../support/stack";
import { testsWith } from "../support/tools";
import { visit, type Visit } from "./browser";

const KEY = "sk-planted-0123456789-KEY";
const NEW_KEY = "sk-typed-9876543210-NEW";

const testInBrowser = testsWith("chromium.mts");

async function platformWith(...names: string[]): Promise<Emulator> {
  const emulator = await startPlatform();
  for (const connectionName of names)
    emulator.console.create({ ...ofEachProvider.openAi, connectionName, fields: { API_KEY: KEY } });
  return emulator;
}

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
const news = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text }).waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const names = (emulator: Emulator) => emulator.connections().map(({ connectionName }) => connectionName);

async function switchOn(page: Page, fault: string, which: string, often: string): Promise<void> {
  await page.getByLabel("Fault type").selectOption(fault);
  await page.getByLabel("Applies to").selectOption(which);
  await page.getByLabel("How often").selectOption(often);
  await press(page, "Inject fault");
  await news(page, "Fault injected.");
}

/** No key in the page, no request to another address, no console message; every test checks this. */
async function expectDiscreet(there: Visit, emulator: Emulator, ...keys: string[]) {
  const { asked, complaints } = there;
  const all = (await there.texts()).join("\n");
  expect(all).toContain('{"connections":[{');
  for (const key of [KEY, NEW_KEY, emulator.apiKey, emulator.viewOnlyKey, ...keys])
    expect([key, all.includes(key)]).toEqual([key, false]);
  const origins = asked.filter((url) => !url.startsWith("data:")).map((url) => new URL(url).origin);
  expect([...new Set(origins)]).toEqual([emulator.url]);
  expect(complaints).toEqual([]);
}

testInBrowser(
  "an update is shown while it runs and while a fault delays it; refresh finds what was changed here",
  async (chromium) => {
    const emulator = await startPlatform();
    const connections = { gpt: ofEachProvider.openAi, claude: ofEachProvider.anthropic };
    const { host, apiKey, consoleUrl } = emulator;
    const secrets = keysFor(connections);
    const stack = await EngineStack.create({ program: withSecretKeys(connections), host, apiKey, secrets });
    const there = await visit(chromium, consoleUrl);
    const { page } = there;
    await page.getByText("None yet: run pulumi up.").waitFor();

    await switchOn(page, "429, Retry-After 2 s", "create (POST)", "until cleared");
    const up = stack.start("up");
    // The update can't end before the fault is off, which happens only after its request is shown.
    await row(page, "POST /connections").filter({ hasText: "429" }).first().waitFor();
    await press(page, "Clear faults");
    succeeded(await up.wait());
    expect(emulator.connections()).toHaveLength(2);
    const [gpt, claude] = [idFor(emulator, "gpt"), idFor(emulator, "claude")];
    await row(page, gpt).filter({ hasText: "ACTIVE" }).first().waitFor();

    await row(page, gpt).getByRole("button", { name: "Turn inference off" }).click();
    await news(page, "INACTIVE");
    await row(page, claude).getByRole("button", { name: "Replace key" }).click();
    await page.getByLabel("New key").fill(NEW_KEY);
    await press(page, "Replace");
    await news(page, "key replaced");
    const refresh = succeeded(await stack.refresh());
    const drifted = refresh.steps.filter(({ diffs }) => diffs.length > 0);
    expect(drifted.map(({ urn, diffs }) => [urn, diffs])).toEqual([[stack.urn("claude"), ["apiKeyDrift"]]]);
    expect(said(refresh)).toContain("INACTIVE");
    await expectDiscreet(there, emulator, keyOf("gpt"), keyOf("claude"));
  },
);

testInBrowser("every edit reaches the platform, except a cancelled one", async (chromium) => {
  const emulator = await platformWith("gpt-prod", "gpt-test");
  const { connectionId } = emulator.connections()[0]!;
  const there = await visit(chromium, emulator.consoleUrl);
  const { page } = there;
  const status = () => onPlatform(emulator, connectionId).status;

  await press(page, "Turn inference off gpt-prod");
  await news(page, "gpt-prod: INACTIVE.");
  expect(status()).toBe("INACTIVE");
  await press(page, "Turn inference on gpt-prod");
  await news(page, "gpt-prod: ACTIVE.");
  expect(status()).toBe("ACTIVE");

  await press(page, "Replace key gpt-prod");
  await page.getByLabel("New key").fill(NEW_KEY);
  await press(page, "Replace");
  await news(page, "gpt-prod: key replaced.");
  expect(onPlatform(emulator, connectionId).fields).toEqual({ API_KEY: NEW_KEY });

  await press(page, "Rename gpt-prod");
  await page.getByLabel("New name").fill("gpt-staging");
  await press(page, "Rename");
  await row(page, "gpt-staging").waitFor();
  expect(names(emulator)).toEqual(["gpt-staging", "gpt-test"]);

  await press(page, "Delete gpt-staging");
  await press(page, "Cancel");
  await press(page, "Delete gpt-test");
  await press(page, "Delete");
  await news(page, "gpt-test: deleted.");
  expect(names(emulator)).toEqual(["gpt-staging"]);
  expect(await row(page, "gpt-test").count()).toBe(0);
  // An edit is not an API request.
  expect(emulator.journal()).toEqual([]);
  await expectDiscreet(there, emulator);
});

testInBrowser("an endpoint and its headers are edited, and no header value is shown", async (chromium) => {
  const emulator = await platformWith("gpt-prod");
  const { connectionId } = emulator.console.create({
    provider: "API",
    connectionName: "gateway",
    model: "llama",
    endpointUrl: "https://gateway.example.com/v1",
    headers: [{ key: "Authorization", value: `Bearer ${KEY}` }],
    mapProvider: "openAIModel",
  });
  const there = await visit(chromium, emulator.consoleUrl);
  const { page } = there;
  await row(page, "endpointUrl https://gateway.example.com/v1").waitFor();

  await press(page, "Change member gateway");
  expect(await page.getByLabel("New value").last().inputValue()).toBe('"https://gateway.example.com/v1"');
  await page.getByLabel("New value").last().fill('"https://gateway.example.com/v2"');
  await press(page, "Change");
  await news(page, "gateway: endpointUrl changed.");
  await press(page, "Change member gateway");
  await page.getByLabel("Member").selectOption("payload");
  await page.getByLabel("New value").last().fill("{");
  await press(page, "Change");
  await news(page, "Failed: the value is not JSON.");
  await press(page, "Change header gateway");
  await page.getByLabel("Header", { exact: true }).fill("Authorization");
  await page.getByLabel("New value").first().fill(NEW_KEY);
  await press(page, "Change");
  await news(page, "gateway: header changed.");
  expect(onPlatform(emulator, connectionId)).toMatchObject({
    endpointUrl: "https://gateway.example.com/v2",
    headers: [{ key: "Authorization", value: NEW_KEY }],
  });
  expect(await page.getByRole("button", { name: "Change member gpt-prod" }).count()).toBe(0);
  await expectDiscreet(there, emulator);
});

testInBrowser("everything works by keyboard, and the focus stays when the page updates", async (chromium) => {
  const emulator = await platformWith("gpt-prod");
  const { connectionId } = emulator.connections()[0]!;
  const { page } = await visit(chromium, emulator.consoleUrl);
  const focused = () => page.locator(":focus").innerText();

  const rename = page.getByRole("button", { name: "Rename gpt-prod" });
  await rename.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("typed");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.keyboard.type("gpt-by-keyboard");
  await page.keyboard.press("Enter");
  await news(page, "gpt-prod: renamed.");
  expect(names(emulator)).toEqual(["gpt-by-keyboard"]);

  emulator.console.setStatus(connectionId, "INACTIVE");
  await page.getByText("INACTIVE", { exact: true }).waitFor();
  expect(await focused()).toContain("Rename");
  emulator.console.remove(connectionId);
  await page.getByText("None yet.").waitFor();
  expect(await focused()).toBe("Connections");
});

testInBrowser(
  "a fault is switched on and off, and each request is shown with its fault",
  async (chromium) => {
    const emulator = await platformWith("gpt-prod");
    const there = await visit(chromium, emulator.consoleUrl);
    const { page } = there;
    const list = () =>
      fetch(`${emulator.url}/api/public/connections`, { headers: { "x-api-key": emulator.apiKey } });

    await switchOn(page, "503, not committed", "list (GET)", "until cleared");
    await page.getByText("status 503 for list: until cleared").waitFor();
    expect([(await list()).status, (await list()).status]).toEqual([503, 503]);
    await press(page, "Clear faults");
    await page.getByText("No active faults.").waitFor();
    expect((await list()).status).toBe(200);
    await switchOn(page, "committed, response lost", "every request", "the next request");
    await page.getByText("lostAnswer for every request: once").waitFor();
    await expect(list()).rejects.toThrow("fetch failed");
    await page.getByText("4 in total.").waitFor();

    const shown = await page.locator("#requests tr").allInnerTexts();
    expect(shown.map((text) => text.split("\t").filter((_, column) => column !== 1))).toEqual([
      ["4", "GET /connections", "", "none", "lostAnswer", ""],
      ["3", "GET /connections", "", "200", "", ""],
      ["2", "GET /connections", "", "503", "status", ""],
      ["1", "GET /connections", "", "503", "status", ""],
    ]);
    await press(page, "Clear requests");
    await page.getByText("0 in total.").waitFor();
    expect(emulator.journal()).toEqual([]);
    await expectDiscreet(there, emulator);
  },
);

testInBrowser("a name is shown as text, whatever it contains", async (chromium) => {
  const hostile = `<img src=x onerror=alert(1)>\u001b[31m\u202E"'&amp;\n</script>`;
  const emulator = await platformWith(hostile);
  const there = await visit(chromium, emulator.consoleUrl);
  const { page } = there;
  const shown = String.raw`<img src=x onerror=alert(1)>\u{1b}[31m\u{202e}"'&amp;\u{a}</script>`;
  await press(page, `Turn inference off ${shown}`);
  await news(page, `${shown}: INACTIVE.`);
  await press(page, `Delete ${shown}`);
  expect(await page.getByRole("dialog").innerText()).toContain(`Delete ${shown}?`);
  expect(await page.locator("img").count()).toBe(0);
  await expectDiscreet(there, emulator);
});

for (const [colorScheme, ground] of [
  ["light", "rgb(255, 255, 255)"],
  ["dark", "rgb(22, 24, 29)"],
] as const)
  testInBrowser(
    `the ${colorScheme} page breaks no accessibility rule, with and without an open dialog`,
    async (chromium) => {
      const emulator = await platformWith("gpt-prod", "gpt-test");
      emulator.console.setStatus(emulator.connections()[0]!.connectionId, "INACTIVE");
      emulator.faults.inject({ fault: { kind: "html", status: 502 } });
      for (let request = 0; request < 2; request++) await fetch(`${emulator.url}/api/public/connections`);
      const { page } = await visit(chromium, emulator.consoleUrl, { colorScheme });
      await row(page, "502").waitFor();
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(ground);
      await page.evaluate(axe.source);
      const broken = async () => {
        const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
      };
      expect(await broken()).toEqual([]);
      await press(page, "Replace key gpt-prod");
      expect(await broken()).toEqual([]);
    },
  );

testInBrowser("another page on this machine can change nothing, by script or by form", async (chromium) => {
  const emulator = await platformWith("gpt-prod");
  const control = `${emulator.url}/emulator`;
  const attack = `
    const rule = JSON.stringify({ fault: { kind: "reset" } });
    const sent = [
      fetch("${control}/connections", { method: "DELETE" }),
      fetch("${control}/faults", { method: "POST", body: rule, headers: { "content-type": "application/json" } }),
      fetch("${control}/faults", { method: "POST", body: rule, mode: "no-cors" }),
      fetch("${control}/state"),
    ];
    Promise.allSettled(sent).then((all) => document.title = all.map(({ status }) => status).join(" "));`;
  const form = `<form action="${control}/faults" method="post" enctype="text/plain" target="frame">
    <input name='{"fault":{"kind":"reset"},"x":"' value='"}'></form><iframe name="frame"></iframe>`;
  const page = `<title>waiting</title>${form}<script>document.forms[0].submit(); ${attack}</script>`;
  const server = createServer(
    (_, response) => void response.setHeader("content-type", "text/html").end(page),
  );
  // A failed test doesn't close it.
  await once(server.listen(0, "127.0.0.1").unref(), "listening");
  const { port } = server.address() as AddressInfo;
  const there = await visit(chromium, `http://127.0.0.1:${port}`);
  await there.page.waitForFunction("document.title !== 'waiting'");
  await there.page.waitForLoadState("networkidle");
  const state = (await (await fetch(`${control}/state`)).json()) as Record<string, unknown[]>;
  expect(state).toEqual({ connections: [expect.anything()], faults: [] });
  expect(await there.page.title()).toBe("rejected rejected rejected rejected");
  expect(there.asked.filter((url) => url === `${control}/faults`)).toHaveLength(3);
  server.close();
});

testInBrowser(
  "the page reports when the emulator ends and when another starts at its address",
  async (chromium) => {
    const emulator = await platformWith();
    const { page } = await visit(chromium, emulator.consoleUrl);
    await page.getByText("None yet.").waitFor();
    await emulator.stop();
    await news(page, "The emulator does not respond.");
    await startPlatform({ port: Number(new URL(emulator.url).port) });
    await news(page, "The emulator responds again.");
  },
);
