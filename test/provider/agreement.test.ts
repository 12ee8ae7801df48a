// Check and the platform agree: the API accepts what check accepts, and check refuses what the API documents as invalid.
import * as fc from "fast-check";
import { KEY, PATH, send } from "../emulator/platform";
import { problemsOf } from "../../provider/model-connection/check";
import type { Inputs } from "../../provider/model-connection/properties";
import { toWire } from "../../provider/model-connection/wire";
import { type Args, allProviders, without } from "./arguments";
import { start } from "./platform";

const oddValue = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    " ",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "a".repeat(255),
    "\ud800",
    "🔑",
    "https://x.example",
    "null",
  ),
);
const fieldNames = [
  "connectionName",
  "model",
  "baseUrl",
  "apiVersion",
  "resourceName",
  "deploymentId",
  "apiKey",
];

/** Arguments of one provider: some have odd values, one may be missing, some may belong to another provider. */
const args = fc
  .tuple(
    fc.constantFrom(...allProviders),
    fc.dictionary(fc.constantFrom(...fieldNames), oddValue, { maxKeys: 2 }),
    fc.option(fc.constantFrom(...fieldNames, "provider"), { nil: "none", freq: 4 }),
  )
  .map(([valid, odd, omitted]): Args => without({ connectionName: "named", ...valid, ...odd }, omitted));

test("the platform accepts what check accepts, and check refuses what the platform refuses", async () => {
  const emulator = await start();
  const seen = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(args, async (news) => {
      const isAccepted = problemsOf({}, news).length === 0;
      const inputs = { connectionName: "named", ...news } as unknown as Inputs;
      const { status } = await send(
        emulator,
        "POST",
        PATH,
        toWire(inputs, inputs.connectionName, inputs.apiKey ?? ""),
      );
      if (isAccepted) expect(status).toBe(200);
      if (status !== 200) expect(isAccepted).toBe(false);
      seen[isAccepted ? "accepted" : "refused"]++;
      emulator.console.removeAll();
    }),
    { numRuns: 150 },
  );
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
});

/** The fields that the reference documents as required, by provider. */
const required: Record<string, string[]> = {
  API: ["provider", "baseUrl", "apiKey"],
  "Open AI": ["provider", "model", "apiKey"],
  "Azure Open AI": ["provider", "model", "apiKey", "apiVersion", "resourceName", "deploymentId"],
  Anthropic: ["provider", "model", "apiKey"],
};

test.each(allProviders)(
  "$provider: check and the platform refuse a missing required field, and accept all required fields",
  async (valid) => {
    const emulator = await start();
    const post = (news: Args) =>
      send(
        emulator,
        "POST",
        PATH,
        toWire(news as unknown as Inputs, "named", (news["apiKey"] ?? "") as string),
      );
    for (const name of required[valid.provider]!) {
      const news = without(valid, name);
      expect([problemsOf({}, news).length, (await post(news)).status]).toEqual([1, 400]);
    }
    expect([problemsOf({}, valid), (await post(valid)).status]).toEqual([[], 200]);
  },
);

test("a key that check accepts is stored unchanged", async () => {
  const emulator = await start();
  const key = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(key, async (apiKey) => {
      fc.pre(problemsOf({}, { ...allProviders[0], apiKey }).length === 0);
      await send(emulator, "POST", PATH, toWire(allProviders[0] as unknown as Inputs, "named", apiKey));
      expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: apiKey } }]);
      emulator.console.removeAll();
    }),
    { numRuns: 50 },
  );
  expect(KEY).not.toBe("");
});
