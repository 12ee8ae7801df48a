// Answers that are no answer during a refresh: the state stays as it was, and the user reads what is wrong and what to do.
import type { Emulator, FaultRule } from "pulumi-model-connections/emulator";
import { idFor, startPlatform } from "../support/platform";
import { keysFor, ofEachProvider, withSecretKeys } from "../support/program";
import { EngineStack } from "../support/stack";
import { resourcesOf, type StateResource } from "../support/state";

const connections = { known: ofEachProvider.openAi, faulty: ofEachProvider.anthropic };
/** Seconds that one hook may take; the engine's own start and end come on top. */
const PATIENCE = 8;
const LONGEST = 60_000;

let emulator: Emulator;
let stack: EngineStack;
let before: StateResource[];

beforeAll(async () => {
  emulator = await startPlatform();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({
    program: withSecretKeys(connections),
    host,
    apiKey,
    config: { "model-connections:timeoutSeconds": String(PATIENCE) },
    secrets: keysFor(connections),
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 2 } });
  before = await resourcesOf(stack);
});

const otherHost = "https://login.example.com/sign-in?next=api";

const cases: [string, FaultRule["fault"], string[]][] = [
  [
    "401",
    { kind: "status", status: 401 },
    [
      "did not accept the API key",
      "status 401",
      "config set --secret model-connections:apiKey",
      "MODEL_CONNECTIONS_API_KEY",
    ],
  ],
  ["403", { kind: "status", status: 403 }, ["refused access", "status 403", 'scope "View Connections"']],
  [
    "a 500 that stays",
    { kind: "status", status: 500 },
    ["failed to answer properly", "status 500", "Run again once the platform is well"],
  ],
  [
    "an HTML page with 200",
    { kind: "html" },
    ["not the Connections API's: an HTML page", "status 200", "model-connections:host", "proxy"],
  ],
  [
    "a proxy's 404",
    { kind: "proxy404" },
    ["not the Connections API's: an HTML page", "status 404", "model-connections:host", "proxy"],
  ],
  [
    "truncated JSON",
    { kind: "truncated" },
    ["not the Connections API's: a body that is not JSON", "model-connections:host"],
  ],
  [
    "JSON of another shape",
    { kind: "wrongShape" },
    ["not the Connections API's", "connectionId", "wrong shape", "model-connections:host"],
  ],
  [
    "a redirect",
    { kind: "redirect", location: otherHost },
    [
      "redirects to login.example.com",
      "status 302",
      "never followed with the key",
      "set model-connections:host",
    ],
  ],
  [
    "a 404 for one that the list still holds",
    { kind: "notFound" },
    ["lists the connection but answers 404", "Run again once it has settled"],
  ],
  ["silence", { kind: "hang" }, ["did not answer within", "Check the network and model-connections:host"]],
];

// Only one connection is hit: with another one known, a wrong "gone" would really drop it.
test.each(cases)("%s leaves the state as it is and says what to do", async (_, fault, words) => {
  const id = idFor(emulator, "faulty");
  emulator.faults.inject({ on: { operation: "get", connectionId: id }, times: Infinity, fault });
  const start = Date.now();
  const run = await stack.refresh();
  const took = Date.now() - start;
  emulator.faults.clear();

  expect(run.code).not.toBe(0);
  for (const text of ["Could not read model connection", id, ...words]) expect(run.output).toContain(text);
  expect(run.output).not.toMatch(/\n\s+at |node_modules|next=api/);
  expect(took).toBeLessThan(LONGEST);
  expect(await resourcesOf(stack)).toEqual(before);
  expect(emulator.connections()).toHaveLength(2);
});

test("a 404 that the list could not confirm is no gone", async () => {
  const id = idFor(emulator, "faulty");
  emulator.console.remove(id);
  emulator.faults.inject({
    on: { operation: "list" },
    times: Infinity,
    fault: { kind: "status", status: 403 },
  });
  const run = await stack.refresh();
  emulator.faults.clear();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("GET /connections, status 403");
  expect(await resourcesOf(stack)).toEqual(before);
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { same: 1, delete: 1 } });
});
