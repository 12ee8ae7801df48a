// The form of a connection that a platform shows with empty members of other forms: for import and ModelConnection.get.
import { importedConnection } from "../../cli/import/connection";
import { assignNames } from "../../cli/import/names";
import { programText } from "../../cli/import/program-text";
import { projectFiles } from "../../cli/import/project-files";
import { connectionRecord } from "../../provider/api/contract";
import { liveForm } from "../../provider/model-connection/form-of";
import { liveFields } from "../../provider/model-connection/wire";

const shown = { connectionId: "cn-1", connectionName: "existing", provider: "API" };
const baseUrl = { fields: { BASE_URL: "https://api.example.com" } };
const endpointUrl = "https://gateway.example.com/v1";
const empty = {
  ...{ endpointUrl: "", mapProvider: "", llmFeatures: {}, IOMappings: ["textToText"] },
  ...{ payload: {}, promptVars: [], customVars: [], outputPath: "", inputTokensPath: "" },
};
const noFeatures = { toolCalling: false, supportTools: false, parallelToolCalling: false };
const allOff = { ...noFeatures, structuredResponse: false, dataGeneration: false, streaming: false };

test.each([
  ["API", { ...empty, ...baseUrl }],
  ["API", { ...baseUrl, outputPath: "" }],
  ["API", { ...baseUrl, endpointUrl }],
  ["API", { ...empty, fields: {} }],
  ["knownFormat", { ...empty, endpointUrl, mapProvider: "openAIModel" }],
  ["knownFormat", { ...empty, endpointUrl, mapProvider: "openAIModel", fields: { BASE_URL: "" } }],
  ["knownFormat", { endpointUrl }],
  ["fromScratch", { ...empty, endpointUrl, payload: { input: "{{prompt}}" }, llmFeatures: allOff }],
  ["fromScratch", { ...empty, endpointUrl, outputPath: "text", fields: { BASE_URL: "" } }],
])("%s is the form of %j", (form, members) => {
  expect(liveForm(liveFields(connectionRecord.parse({ ...shown, ...members }), "any"))).toBe(form);
});

test("another provider keeps its form, whatever the platform shows", () => {
  const record = connectionRecord.parse({
    ...shown,
    ...empty,
    ...baseUrl,
    provider: "Open AI",
    model: "gpt-4o",
  });
  expect(liveForm(liveFields(record, "any"))).toBe("Open AI");
});

test("import declares a connection with a base URL as one with a key", () => {
  const record = connectionRecord.parse({ ...shown, ...empty, ...baseUrl, headers: [] });
  expect(importedConnection(record)).toMatchObject({
    arguments: { provider: "API", connectionName: "existing", baseUrl: "https://api.example.com" },
    headers: undefined,
    leftOutReason: undefined,
  });
});

test("headers that the platform doesn't show are a secret of the imported program too", () => {
  const record = connectionRecord.parse({ ...shown, endpointUrl, model: "m", mapProvider: "openAIModel" });
  const resources = assignNames([importedConnection(record)]);
  expect(programText(resources)).toContain('("existingHeaders")');
  expect(projectFiles("p", "h", resources, "")["README.md"]).toContain(
    'existingHeaders  "existing", all headers as a JSON object of names and values; {} for none',
  );
});
