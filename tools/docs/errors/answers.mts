// Errors of the way to the platform and back, each on a read; they are the same for every request.
import { ApiClient } from "../../../dist/provider/api/client.js";
import { Deadline } from "../../../dist/provider/api/deadline.js";
import { noAnswer } from "../../../dist/provider/api/transport.js";
import { attempted } from "../../../dist/provider/model-connection/error-context.js";
import type { FaultRule } from "../../../dist/emulator/index.js";
import type { Chapter } from "./entry.mts";
import { openAi, unknownId, type Stage } from "./stage.mts";

const answered =
  (fault: FaultRule["fault"]) =>
  (stage: Stage): unknown => {
    stage.emulator.faults.inject({ fault, times: Infinity });
    return stage.read();
  };
const withStatus = (status: number, body?: string | Record<string, unknown>) =>
  answered({ kind: "status", status, ...(body === undefined ? {} : { body }) });
const withSettings = (settings: (stage: Stage) => Record<string, string>) => (stage: Stage) => {
  stage.nextRun(settings(stage));
  return stage.read();
};

/** Failures that can't be brought about everywhere, by their codes. */
const broken = (code?: string) => () =>
  attempted("read", "gpt4o", unknownId, () => {
    const attempt = { method: "GET", path: `/connections/${unknownId}` } as const;
    throw noAnswer(attempt, code === undefined ? {} : { code }, 30_000);
  });

export const answers: Chapter = {
  title: "Answers of the platform",
  intro:
    "State stays as it was. GET and PATCH have been sent again as often as `maxRetries` says before one of these comes.",
  entries: [
    {
      bring: withSettings(() => ({ apiKey: "of-nobody" })),
      why: "The platform's key is wrong, revoked, or of another environment.",
      remedy: "Set a valid one.",
    },
    {
      bring: withStatus(403),
      why: "The key is valid, but its API App may not read.",
      remedy: "Give it the scope in the platform's settings.",
    },
    {
      bring: async (stage) => {
        stage.nextRun({ apiKey: stage.emulator.viewOnlyKey });
        await stage.create(openAi);
      },
      why: "The key may read but not write: right for previews and drift jobs, too little for `up`.",
      remedy: "Use a key with both scopes for `up`.",
    },
    {
      bring: answered({ kind: "status", status: 429, retryAfter: 3600 }),
      why: "The platform asks to wait longer than the operation may take.",
      remedy: "Run again later, with a lower `--parallel`, or with a longer `timeoutSeconds`.",
    },
    {
      bring: async (stage) => {
        await stage.create({ ...openAi, connectionName: "first" });
        await stage.create({ ...openAi, connectionName: "second" });
      },
      why: "The platform's own words stand in quotes. Here it wants each key once for each model, and a connection that is there already has it.",
      remedy:
        'Exchange the key of that one or delete it in the console, or `adopt` it. `deletionPolicy: "scrub"` prevents this the next time.',
    },
    {
      bring: withStatus(422, {}),
      why: "The platform refused and gave no reason, or one that holds a secret and therefore isn't shown.",
      remedy: "Compare the arguments with what the console accepts.",
    },
    {
      bring: withStatus(503),
      why: "The platform is down or overloaded.",
      remedy: "Run again later.",
    },
    {
      bring: [
        answered({ kind: "html" }),
        answered({ kind: "proxy404" }),
        withStatus(200, ""),
        answered({ kind: "huge" }),
      ],
      why: "Something in between answers in the platform's place: a proxy, a login page, a gateway; or `host` names another server.",
      remedy: "Ask the address with curl from the same machine and see who answers.",
    },
    {
      bring: [
        answered({ kind: "truncated" }),
        withStatus(200, '"fine"'),
        answered({ kind: "wrongShape", body: [] }),
        answered({ kind: "wrongShape" }),
        answered({ kind: "wrongShape", body: { ...shape(), connectionId: "cn-other" } }),
        (stage) => listing(stage, { connections: [], total: 3 }),
      ],
      why: "The answer was cut on its way; or the platform answers otherwise than the API's reference says.",
      remedy: "Run again. If it stays, the platform has changed: report it, with the words of the message.",
    },
    {
      bring: [
        answered({ kind: "redirect", location: "https://login.example.com/sso?next=1" }),
        withStatus(302),
        answered({ kind: "redirect", location: "http://[" }),
      ],
      why: "A login page or a moved platform. Following it would hand the key to another host.",
      remedy: "Set `host` to where the API really is.",
    },
    {
      bring: async (stage) => {
        // Long enough for a machine that has much else to do: one attempt ends after a second.
        stage.nextRun({ timeoutSeconds: "4" });
        await answered({ kind: "hang" })(stage);
      },
      why: "The platform is there but slow. One attempt has a quarter of `timeoutSeconds`, 30 s at most.",
      remedy: "Run again; raise `timeoutSeconds` if the platform is always like that.",
    },
    {
      bring: async ({ emulator }) => {
        emulator.faults.inject({ fault: { kind: "hang" } });
        const client = clientOf(emulator.url, emulator.apiKey);
        await attempted("read", "gpt4o", unknownId, () => client.get(unknownId, new Deadline(50)));
      },
      why: "All attempts together have taken `timeoutSeconds`; at preview, 30 s.",
      remedy: "As above.",
    },
    {
      bring: withSettings(() => ({ host: "127.0.0.1:1" })),
      why: "Nothing listens there, the name doesn't resolve, or there is no route: the code at the end says which.",
      remedy: "Check `host`, VPN and firewall.",
    },
    {
      bring: broken("DEPTH_ZERO_SELF_SIGNED_CERT"),
      why: "The certificate has run out, is for another name, or is signed by a company's own authority.",
      remedy: "For an authority of your own set `NODE_EXTRA_CA_CERTS` to its certificate.",
    },
    {
      bring: [answered({ kind: "reset" }), broken()],
      why: "The network, or the platform, let the connection go in the middle.",
      remedy: "Run again.",
    },
  ],
};

function clientOf(url: string, apiKey: string): ApiClient {
  return new ApiClient({
    baseUrl: `${url}/api/public`,
    apiKey,
    attemptTimeout: 30_000,
    maxRetries: 0,
    timeout: 30_000,
  });
}

function shape() {
  return { connectionName: "gpt4o", provider: "Open AI", fields: {} };
}

async function listing({ emulator }: Stage, body: unknown): Promise<void> {
  emulator.faults.inject({ fault: { kind: "wrongShape", body }, times: Infinity });
  await attempted("create", "gpt4o", undefined, () => clientOf(emulator.url, emulator.apiKey).list());
}
