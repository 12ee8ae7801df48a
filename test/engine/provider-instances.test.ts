// Two platforms in one program: explicit provider instances in addition to the stack's own settings.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findLeaks } from "../support/leak-search";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { anthropic, connection, customApi, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const folder = mkdtempSync(join(tmpdir(), "instances-"));
afterAll(() => rmSync(folder, { recursive: true }));

const imported =
  'const { ModelConnectionsProvider } = require("pulumi-model-connections"); const config = new pulumi.Config();';
const instance = (name: string, variable: string, host: string, key = "euKey") =>
  `const ${variable} = new ModelConnectionsProvider(${JSON.stringify(name)}, { host: ${host}, apiKey: config.requireSecret("${key}") });`;

test("each instance has its own platform and key, and its name doesn't matter", async () => {
  const home = await startPlatform();
  const stateFile = join(folder, "eu.json");
  let eu = await startPlatform({ stateFile });
  const stack = await EngineStack.create({
    program: "",
    ...{
      host: home.host,
      apiKey: home.apiKey,
      secrets: { "scratch:euKey": eu.apiKey, "scratch:homeKey": home.apiKey },
    },
  });
  const euHost = eu.host;
  const write = (options: { gpt4o?: string; euName?: string; more?: string[] } = {}) =>
    stack.program(
      program(
        imported,
        instance(options.euName ?? "eu", "eu", JSON.stringify(euHost)),
        ...(options.more ?? []),
        connection("gpt4o", openAi, options.gpt4o),
        connection("claude", anthropic, "{ provider: eu }"),
      ),
    );
  const nothingSent = () => expect([writesTo(home), writesTo(eu)]).toEqual([[], []]);
  const forget = () => [home, eu].forEach((platform) => platform.clearJournal());

  // At the first preview the settings of "late" are unknown; they are validated at up.
  const late = [
    `const first = ${connection("first", customApi)}`,
    instance("late", "late", "first.host", "homeKey"),
    connection("second", { ...customApi, baseUrl: "https://second.example.com" }, "{ provider: late }"),
  ];
  write({ more: late });
  expect(await stack.preview()).toMatchObject({ code: 0, plan: { create: 4 } });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 4 } });
  const ids = await identities(stack);
  expect(
    home
      .connections()
      .map(({ connectionId }) => connectionId)
      .sort(),
  ).toEqual([ids["gpt4o"]!.id, ids["first"]!.id, ids["second"]!.id].sort());
  expect(eu.connections().map(({ connectionId }) => connectionId)).toEqual([ids["claude"]!.id]);
  const resources = await managed(stack);
  expect(resources["claude"]!.outputs).toMatchObject({ host: eu.host });
  expect(resources["second"]!.outputs).toMatchObject({ host: home.host });

  const { deployment } = await stack.exportState();
  const provider = deployment.resources!.find(({ urn }) => urn.endsWith("::eu"))!;
  for (const properties of [provider.inputs, provider.outputs])
    expect(properties).toMatchObject({ "model-connections:apiKey": { ciphertext: expect.any(String) } });

  forget();
  write({
    euName: "europe",
    gpt4o: "{ provider: home }",
    more: [...late, instance("home", "home", JSON.stringify(home.host), "homeKey")],
  });
  const renamed = await stack.up("--skip-preview=false");
  expect(renamed.code).toBe(0);
  expect(renamed.plan).not.toHaveProperty("replace");
  expect(renamed.plan).not.toHaveProperty("create");
  expect(await identities(stack)).toEqual(ids);
  nothingSent();
  write({ more: late });
  const back = await stack.up();
  expect(back.code).toBe(0);
  expect(back.plan).not.toHaveProperty("replace");
  expect(await identities(stack)).toEqual(ids);
  nothingSent();
  await expectSettled(stack);

  const port = Number(new URL(eu.url).port);
  await eu.stop();
  eu = await startPlatform({ stateFile, port, apiKey: "new-platform-key-of-eu" });
  const stale = await stack.refresh();
  expect(stale.code).not.toBe(0);
  expect(said(stale, "error")).toContain("401");
  await stack.setConfig({}, { secrets: { "scratch:euKey": eu.apiKey } });
  forget();
  const rekeyed = await stack.up("--skip-preview=false");
  expect(rekeyed).toMatchObject({ code: 0, plan: { same: 4 } });
  nothingSent();
  await expectSettled(stack);
  expect(eu.journal().length).toBeGreaterThan(0);
  expect(new Set(eu.journal().map(({ status }) => status))).toEqual(new Set([200]));
  expect(await identities(stack)).toEqual(ids);

  const secrets = { home: home.apiKey, eu: eu.apiKey, claude: anthropic.apiKey };
  expect(findLeaks(stack.stateFiles(), secrets)).toEqual([]);

  expect(await stack.destroy()).toMatchObject({ code: 0, plan: { delete: 4 } });
  nothingSent();
  expect(home.connections()).toHaveLength(3);
  expect(onPlatform(eu, ids["claude"]!.id).fields["API_KEY"]).toBe(anthropic.apiKey);
});

test("a new host of an instance replaces its connections, and the old ones stay on the old platform with a warning", async () => {
  const [eu, us] = [await startPlatform(), await startPlatform()];
  const stack = await EngineStack.create({ program: "", secrets: { "scratch:euKey": eu.apiKey } });
  const on = (host: string) =>
    stack.program(
      program(
        imported,
        instance("eu", "eu", JSON.stringify(host)),
        connection("gpt4o", openAi, "{ provider: eu }"),
      ),
    );
  on(eu.host);
  await stack.up();
  const { id, name } = (await identities(stack))["gpt4o"]!;

  on(eu.host.replace("127.0.0.1", "localhost"));
  const sameThere = await stack.up();
  expect(sameThere).toMatchObject({ code: 0, plan: { update: 1 } });
  expect((await identities(stack))["gpt4o"]).toEqual({ id, name });
  await expectSettled(stack);

  on(us.host);
  await stack.setConfig({}, { secrets: { "scratch:euKey": us.apiKey } });
  requests(eu);
  const refreshed = await stack.refresh("--run-program");
  expect(refreshed.code).not.toBe(0);
  expect(said(refreshed, "error")).toContain(`but model-connections:host is ${us.host}`);
  const plan = await stack.preview("--diff");
  expect(plan).toMatchObject({ code: 0, plan: { replace: 1 } });
  expect(plan.steps.find(({ op }) => op === "replace")).toMatchObject({
    keys: expect.arrayContaining(["host"]),
  });
  expect(plan.steps.find(({ op }) => op === "replace")?.diffs).toContain("host");
  const moved = await stack.up();
  expect(moved).toMatchObject({ code: 0, plan: { replace: 1 } });
  expect(said(moved)).toMatch(
    new RegExp(
      `warning: model connection "${name}" \\(${id}\\) is no longer in this stack, but it still exists on localhost:\\d+ unless it was deleted there: the API has no DELETE. It keeps its key`,
    ),
  );
  expect(requests(eu)).toEqual({});
  expect(eu.connections().map(({ connectionId }) => connectionId)).toEqual([id]);
  expect(us.connections()).toHaveLength(1);
  await expectSettled(stack);
});
