// The schema agrees with the tables and with the TypeScript arguments. It is generated, so this finds what the generator leaves out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelConnectionArgs } from "../../provider";
import { ARGUMENTS } from "../../provider/model-connection/check";
import { FIELD_NAMES } from "../../provider/model-connection/fields";
import { identifies } from "../../provider/model-connection/fields-of-form";
import { TYPE } from "../../provider/program/handler";
import { SETTINGS } from "../../provider/settings-table";
import { version } from "../../package.json";

interface Property {
  readonly $ref?: string;
  readonly description?: string;
  readonly secret?: boolean;
  readonly willReplaceOnChanges?: boolean;
}

interface Schema {
  readonly version: string;
  readonly provider: { readonly inputProperties: Record<string, Property> };
  readonly config: { readonly variables: Record<string, Property> };
  readonly types: Record<string, { readonly enum?: { readonly name: string; readonly value: string }[] }>;
  readonly resources: Record<string, Resource>;
}

interface Resource {
  readonly inputProperties: Record<string, Property>;
  readonly properties: Record<string, Property>;
  readonly requiredInputs: string[];
  readonly aliases: { readonly type: string }[];
}

const file = join(__dirname, "../../dist/provider/plugin/schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
const resource = schema.resources["model-connections:index:ModelConnection"]!;
const withMark = (properties: Record<string, Property>, mark: keyof Property) =>
  Object.keys(properties).filter((name) => properties[name]![mark] === true);

/** All arguments of all forms. A union has only the members that its parts share. */
type ArgumentOf<T> = T extends unknown ? keyof T : never;
type TypeScriptArgument = ArgumentOf<ModelConnectionArgs>;

/** tsc fails if the arguments in TypeScript have a member that is missing here, or the other way round. */
const IN_TYPESCRIPT: Record<TypeScriptArgument, true> = {
  ...{ provider: true, connectionName: true, model: true, baseUrl: true, apiVersion: true },
  ...{ resourceName: true, deploymentId: true, endpointUrl: true, mapProvider: true, llmFeatures: true },
  ...{ ioMappings: true, payload: true, promptVars: true, customVars: true, outputPath: true },
  ...{ inputTokensPath: true, outputTokensPath: true, apiKey: true, apiKeyEnv: true, headers: true },
  ...{ headersEnv: true, apiKeyVersion: true, adopt: true, deletionPolicy: true, status: true },
};

test("the arguments are those of TypeScript and of check", () => {
  const names = Object.keys(resource.inputProperties).sort();
  expect(names).toEqual(Object.keys(IN_TYPESCRIPT).sort());
  expect(names).toEqual([...ARGUMENTS].sort());
  expect(resource.requiredInputs).toEqual(["provider"]);
});

test("key and headers are secrets and no outputs, and the platform's key is a secret", () => {
  expect(withMark(resource.inputProperties, "secret")).toEqual(["apiKey", "headers"]);
  for (const name of ["apiKey", "headers"]) expect(resource.properties).not.toHaveProperty(name);
  expect(withMark(schema.provider.inputProperties, "secret")).toEqual(["apiKey"]);
});

test("every field that identifies a connection is marked as replacing it", () => {
  expect(withMark(resource.inputProperties, "willReplaceOnChanges").sort()).toEqual(
    FIELD_NAMES.filter(identifies).sort(),
  );
});

test("the settings are those of the table, in the configuration and for explicit providers", () => {
  expect(Object.keys(schema.config.variables)).toEqual(Object.keys(SETTINGS));
  expect(schema.provider.inputProperties).toEqual(schema.config.variables);
});

test("every argument, output and setting is described", () => {
  const all = [resource.inputProperties, resource.properties, schema.config.variables];
  for (const [name, { description = "" }] of all.flatMap((each) => Object.entries(each)))
    expect([name, description.length > 10]).toEqual([name, true]);
});

test("every type that is referred to exists, and the names of enums are identifiers", () => {
  const text = JSON.stringify(schema);
  const used = new Set([...text.matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token));
  expect([...used].sort()).toEqual(Object.keys(schema.types).sort());
  const names = Object.values(schema.types).flatMap((type) => type.enum ?? []);
  for (const { name } of names) expect(name).toMatch(/^[A-Z][A-Za-z]*$/);
});

test("a stack of the dynamic provider continues with the same connections", () => {
  expect(resource.aliases).toEqual([{ type: TYPE }]);
  expect(schema.version).toBe(version);
});
