// What import makes of a record in which the platform shows an endpoint in another form, or not completely.
import { importedConnection } from "../../cli/import/connection";
import type { ConnectionRecord } from "../../provider/client";

const record = (more: object) =>
  ({
    ...{ connectionId: "cn-1", connectionName: "gateway", provider: "API", model: "llama-3", fields: {} },
    ...more,
  }) as unknown as ConnectionRecord;
const gateway = { endpointUrl: "https://gateway.example.com", mapProvider: "openAIModel" };

test("flags may be texts, and an unknown flag that is false is left out", () => {
  const llmFeatures = { streaming: "true", toolCalling: "false", audio: false, video: "false" };
  const { arguments: args, leftOutReason } = importedConnection(record({ ...gateway, llmFeatures }));
  expect(leftOutReason).toBeUndefined();
  expect(args["llmFeatures"]).toMatchObject({ streaming: true, toolCalling: false });
  expect(args["llmFeatures"]).not.toHaveProperty("audio");
  expect(args["llmFeatures"]).not.toHaveProperty("video");
});

test("an unknown flag that is true is a reason to leave the connection out", () => {
  const { leftOutReason } = importedConnection(record({ ...gateway, llmFeatures: { audio: true } }));
  expect(leftOutReason).toContain("its llmFeatures has an unknown flag");
});

test("a member that the platform doesn't show, or shows empty, is the reason", () => {
  const reason = (more: object) => importedConnection(record(more)).leftOutReason;
  for (const hidden of [{}, { fields: { BASE_URL: "" } }])
    expect(reason(hidden)).toBe("the platform doesn't return its baseUrl or endpointUrl");
  for (const endpointUrl of [undefined, ""])
    expect(reason({ endpointUrl, payload: { a: 1 }, outputPath: "a" })).toBe(
      "the platform doesn't return its endpointUrl",
    );
});
