// Writes of custom endpoints: renamed in place, lost and sent again, refused by a platform that doesn't know them.
import type { Emulator, FaultRule } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { type Args, customApi, fromScratch, gateway } from "../support/program";
import { identities, resourcesOf } from "../support/state";

interface Changes {
  gateway?: Args;
  house?: Args;
}

describe.each(bothProviders)("$name", ({ on, connections }) => {
  const program = (changes: Changes = {}) =>
    connections({
      gateway: { ...gateway, connectionName: "gateway", ...changes.gateway },
      house: { ...fromScratch, connectionName: "house", ...changes.house },
      first: customApi,
    });

  async function stackWithEndpoints(config: Record<string, string> = {}) {
    const emulator = await startPlatform();
    const stack = await on(emulator, program(), { config });
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
    const ids = await identities(stack);
    emulator.clearJournal();
    return { emulator, stack, gatewayId: ids["gateway"]!.id, houseId: ids["house"]!.id };
  }

  const patched = (emulator: Emulator) =>
    Object.fromEntries(writesTo(emulator).map(({ connectionId = "", bodyKeys }) => [connectionId, bodyKeys]));

  test("both kinds are renamed in place by a PATCH that contains only the name", async () => {
    const { emulator, stack, gatewayId, houseId } = await stackWithEndpoints();
    const before = emulator.connections();
    stack.program(
      program({ gateway: { connectionName: "renamed gateway" }, house: { connectionName: "renamed house" } }),
    );
    expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { update: 2, same: 1 } });
    expect(patched(emulator)).toEqual({ [gatewayId]: ["connectionName"], [houseId]: ["connectionName"] });
    const after = await identities(stack);
    expect(after["gateway"]).toEqual({ id: gatewayId, name: "renamed gateway" });
    expect(after["house"]).toEqual({ id: houseId, name: "renamed house" });
    await expectSettled(stack);
    const names: Record<string, string> = { gateway: "renamed gateway", house: "renamed house" };
    const unchanged = (all: typeof before) => all.map((each) => ({ ...each, modifiedOn: "" }));
    expect(unchanged(emulator.connections())).toEqual(
      unchanged(before).map((each) => ({
        ...each,
        connectionName: names[each.connectionName] ?? each.connectionName,
      })),
    );
  });

  const changes = {
    gateway: {
      connectionName: "renamed gateway",
      endpointUrl: "https://gateway.example.com/v2",
      headers: { Authorization: "Bearer gw-rotated-key-7777", "X-Team": "search" },
      llmFeatures: { streaming: true },
    },
    house: { payload: { prompt: "{{prompt}}" }, promptVars: [], outputPath: "text" },
  } satisfies Changes;

  test("a PATCH whose response is lost leaves the state as it was, with a mark if it had headers, and the next up sends it again", async () => {
    const { emulator, stack, gatewayId, houseId } = await stackWithEndpoints({
      "model-connections:maxRetries": "0",
    });
    const before = await resourcesOf(stack);
    emulator.faults.inject({ on: { operation: "update" }, times: 2, fault: { kind: "lostAnswer" } });
    stack.program(program(changes));
    const lost = await stack.up("--continue-on-error");
    expect(lost.code).not.toBe(0);
    expect(said(lost, "error").match(/The next pulumi up sends the change again/g)).toHaveLength(2);
    const outputs = (resources: typeof before) =>
      Object.fromEntries(resources.map(({ urn, id, outputs }) => [urn, { id, outputs }]));
    const expected = outputs(before);
    Object.assign(expected[stack.urn("gateway")]!.outputs!, {
      apiKeyDrift: "may have changed: the last update has no known outcome",
    });
    expect(outputs(await resourcesOf(stack))).toEqual(expected);
    const stored = emulator.connections();
    expect(stored).toHaveLength(3);

    emulator.clearJournal();
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 2, same: 1 } });
    expect(patched(emulator)).toEqual({
      [gatewayId]: ["connectionName", "endpointUrl", "llmFeatures", "headers"],
      [houseId]: ["payload", "outputPath"],
    });
    await expectSettled(stack);
    const timeless = (all: typeof stored) => all.map((each) => ({ ...each, modifiedOn: "" }));
    expect(timeless(emulator.connections())).toEqual(timeless(stored));
    expect(onPlatform(emulator, gatewayId)).toMatchObject({
      connectionName: "renamed gateway",
      endpointUrl: "https://gateway.example.com/v2",
      headers: [
        { key: "Authorization", value: "Bearer gw-rotated-key-7777" },
        { key: "X-Team", value: "search" },
      ],
      llmFeatures: { streaming: true, toolCalling: false },
    });
    expect(onPlatform(emulator, houseId)).toMatchObject({
      payload: { prompt: "{{prompt}}" },
      outputPath: "text",
    });
  });

  test("a lost PATCH, and then a refresh or a program as it was before: the platform ends as declared", async () => {
    const { emulator, stack } = await stackWithEndpoints({ "model-connections:maxRetries": "0" });
    const declared = emulator.connections();
    const timeless = (all: typeof declared) => all.map((each) => ({ ...each, modifiedOn: "" }));
    const lose = async () => {
      emulator.faults.inject({ on: { operation: "update" }, times: 2, fault: { kind: "lostAnswer" } });
      stack.program(program(changes));
      expect((await stack.up("--continue-on-error")).code).not.toBe(0);
      expect(timeless(emulator.connections())).not.toEqual(timeless(declared));
    };
    await lose();
    succeeded(await stack.up("--refresh"));
    await expectSettled(stack);
    stack.program(program());
    succeeded(await stack.up());
    expect(timeless(emulator.connections())).toEqual(timeless(declared));

    await lose();
    stack.program(program());
    succeeded(await stack.up("--refresh"));
    await expectSettled(stack);
    expect(timeless(emulator.connections())).toEqual(timeless(declared));
  });

  test("a platform that doesn't know endpoints: the error has its reason and what to do, and only the first form is created", async () => {
    const emulator = await startPlatform({ customApi: "unknown" });
    const stack = await on(emulator, program());
    succeeded(await stack.preview());
    for (let run = 1; run <= 2; run++) {
      emulator.clearJournal();
      const refused = await stack.up("--continue-on-error");
      expect(refused.code).not.toBe(0);
      for (const name of ["gateway", "house"]) {
        const errors = refused.diagnostics.filter(
          ({ urn, severity }) => urn === stack.urn(name) && severity === "error",
        );
        expect(errors).toHaveLength(1);
        expect(errors[0]!.message).toMatch(
          new RegExp(
            `^Could not create model connection "${name}": the platform said ".*unknown property.*endpointUrl.*" ` +
              `\\(POST /connections, status 400\\)\\..* If this version of the platform doesn't know provider "API" with endpointUrl, use baseUrl and apiKey instead\\.`,
          ),
        );
      }
      expect(refused.output).not.toContain("declared-key");
      expect(requests(emulator)).toEqual(run === 1 ? { list: 1, create: 3, get: 1 } : { list: 1, create: 2 });
      expect(emulator.connections().map(({ fields }) => fields)).toEqual([
        { BASE_URL: customApi.baseUrl, API_KEY: customApi.apiKey },
      ]);
      expect(Object.keys(await identities(stack))).toEqual(["first"]);
    }
  });

  test("a platform that refuses PATCH: nothing changes, and pulumi up --replace does what the error says", async () => {
    const { emulator, stack, gatewayId, houseId } = await stackWithEndpoints();
    const reason = "Connections of provider API can't be updated.";
    const refusal: FaultRule["fault"] = { kind: "status", status: 400, body: { error: { message: reason } } };
    emulator.faults.inject({ on: { operation: "update" }, times: Infinity, fault: refusal });
    const [stored, before] = [emulator.connections(), await resourcesOf(stack)];
    stack.program(program({ house: changes.house }));
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    expect(said(refused, "error")).toContain(
      `Could not update model connection "house" (${houseId}): the platform said "${reason}" (PATCH /connections/${houseId}, status 400)`,
    );
    expect(said(refused, "error")).toContain(
      "choose another connectionName if the program sets one, and run pulumi up --replace with the URN of the resource",
    );
    expect(emulator.connections()).toEqual(stored);
    expect(await resourcesOf(stack)).toEqual(before);

    stack.program(program({ house: { ...changes.house, connectionName: "new house" } }));
    expect(await stack.up("--replace", stack.urn("house"))).toMatchObject({
      code: 0,
      plan: { replace: 1, same: 2 },
    });
    const after = await identities(stack);
    expect(after["gateway"]!.id).toBe(gatewayId);
    expect(onPlatform(emulator, after["house"]!.id)).toMatchObject({
      connectionName: "new house",
      payload: changes.house.payload,
    });
    expect(emulator.connections()).toEqual([...stored, onPlatform(emulator, after["house"]!.id)]);
    await expectSettled(stack);
  });
});
