// Failing responses during a refresh: the state stays as it is, and the user reads what is wrong and what to do.
import type { FaultRule } from "pulumi-model-connections/emulator";
import { bothProviders, type ProviderUnderTest } from "../support/both-providers";
import { idFor, startPlatform } from "../support/platform";
import { keysFor, ofEachProvider } from "../support/program";
import { resourcesOf } from "../support/state";

/** Seconds that one hook may take; the engine's own start and end come on top. */
const TIMEOUT = 8;
const LONGEST = 60_000;

const otherHost = "https://login.example.com/sign-in?next=api";

/** By logical name of the connection that meets it: the fault, and the words that the user reads. */
const cases: Record<string, { fault: FaultRule["fault"]; words: string[] }> = {
  status401: {
    fault: { kind: "status", status: 401 },
    words: [
      "did not accept the API key",
      "status 401",
      "config set --secret model-connections:apiKey",
      "MODEL_CONNECTIONS_API_KEY",
    ],
  },
  status403: {
    fault: { kind: "status", status: 403 },
    words: ["refused access", "status 403", 'scope "View Connections"'],
  },
  lasting500: {
    fault: { kind: "status", status: 500 },
    words: ["failed to process the request", "status 500", "Run again when the platform has recovered"],
  },
  html: {
    fault: { kind: "html" },
    words: ["not from the Connections API: an HTML page", "status 200", "model-connections:host", "proxy"],
  },
  proxy404: {
    fault: { kind: "proxy404" },
    words: ["not from the Connections API: an HTML page", "status 404", "model-connections:host", "proxy"],
  },
  truncated: {
    fault: { kind: "truncated" },
    words: ["not from the Connections API: a body that is not JSON", "model-connections:host"],
  },
  wrongShape: {
    fault: { kind: "wrongShape" },
    words: ["not from the Connections API", "connectionId", "wrong shape", "model-connections:host"],
  },
  redirect: {
    fault: { kind: "redirect", location: otherHost },
    words: [
      "redirects to login.example.com",
      "status 302",
      "A redirect is never followed",
      "Set model-connections:host",
    ],
  },
  stillListed: {
    fault: { kind: "notFound" },
    words: ["lists the connection but returns 404", "Run again later"],
  },
  hang: {
    fault: { kind: "hang" },
    words: ["did not respond within", "Check the network and model-connections:host"],
  },
};

async function stackWith(provider: ProviderUnderTest, ...names: string[]) {
  const emulator = await startPlatform();
  const connections = Object.fromEntries(names.map((name) => [name, ofEachProvider.openAi]));
  const stack = await provider.on(emulator, provider.withSecretKeys(connections), {
    // With few retries, the last attempt ends before the deadline, however long the pauses and the machine take.
    config: { "model-connections:timeoutSeconds": String(TIMEOUT), "model-connections:maxRetries": "1" },
    secrets: keysFor(connections),
  });
  expect((await stack.up()).plan).toEqual({ create: names.length });
  return { emulator, stack, before: await resourcesOf(stack) };
}

describe.each(bothProviders)("$name", (provider) => {
  test("each failing response leaves the state as it is and gets a message that says what to do", async () => {
    const names = Object.keys(cases);
    // With one connection known, a wrong "gone" would really remove the others.
    const { emulator, stack, before } = await stackWith(provider, "known", ...names);
    for (const [name, { fault }] of Object.entries(cases))
      emulator.faults.inject({
        on: { operation: "get", connectionId: idFor(emulator, name) },
        times: Infinity,
        fault,
      });
    const start = Date.now();
    const run = await stack.refresh();
    expect(Date.now() - start).toBeLessThan(LONGEST);
    emulator.faults.clear();

    expect(run.code).not.toBe(0);
    for (const [name, { words }] of Object.entries(cases)) {
      const errors = run.diagnostics.filter(
        ({ severity, urn }) => severity === "error" && urn === stack.urn(name),
      );
      const message = errors.map((error) => error.message).join("\n");
      for (const text of ["Could not read model connection", idFor(emulator, name), ...words])
        expect([name, message]).toEqual([name, expect.stringContaining(text)]);
    }
    expect(run.output).not.toMatch(/\n\s+at |node_modules|next=api/);
    expect(await resourcesOf(stack)).toEqual(before);
    expect(emulator.connections()).toHaveLength(names.length + 1);
  });

  test("a connection with status 404 is not gone while the list can't confirm it", async () => {
    const { emulator, stack, before } = await stackWith(provider, "known", "removed");
    emulator.console.remove(idFor(emulator, "removed"));
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
});
