import * as pulumi from "@pulumi/pulumi";
import type { ModelConnection } from "pulumi-model-connections";
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { TeamConnections } from "./team-connections";

let emulator: Emulator;
let own: ModelConnection;

beforeAll(async () => {
  // Lookups are real requests, so they need a platform.
  emulator = await startEmulator();
  emulator.console.create({
    provider: "Open AI",
    connectionName: "Shared",
    model: "gpt-4o-mini",
    fields: { API_KEY: "sk-shared" },
  });
  pulumi.runtime.setAllConfig({
    "model-connections:host": emulator.host,
    "model-connections:apiKey": emulator.viewOnlyKey,
  });
  // The mocks return a resource's inputs as its outputs. Outputs that the provider computes are undefined, such as
  // connectionName if it is not an input: the provider chooses automatic names, and it doesn't run under mocks.
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `cn-${name}`, state: inputs as object }),
    call: () => ({}),
  });
  ({ own } = new TeamConnections("support", { key: "sk-support" }));
});

afterAll(() => emulator.stop());

const valueOf = <T>(output: pulumi.Output<T>) =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

test("a team's connection has the team's name and the model of the shared connection", async () => {
  expect(await valueOf(own.connectionName)).toBe("Team support");
  expect(await valueOf(own.model)).toBe("gpt-4o-mini");
  expect(await valueOf(own.id)).toBe("cn-support");
});

test("its key is a secret, although the input is plain text", async () => {
  expect(await pulumi.isSecret(own.apiKey)).toBe(true);
  expect(await valueOf(own.apiKey)).toBe("sk-support");
});

test("only the lookup sends requests to the platform", () => {
  expect(emulator.journal().map(({ method }) => method)).toEqual(["GET", "GET"]);
  expect(emulator.connections()).toHaveLength(1);
});
