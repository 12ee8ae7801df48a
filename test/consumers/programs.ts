// The same connection in each kind of program that Pulumi runs, and what its project has around it.
import { template } from "../support/project";

export interface Program {
  readonly kind: string;
  readonly main: string;
  /** What `package.json` has as "type". */
  readonly type: "commonjs" | "module";
  /** None for plain JavaScript. */
  readonly compilerOptions?: object;
  readonly text: (logicalName: string) => string;
}

const imported = (name: string) => `import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, listConnections, type ModelConnectionArgs } from "pulumi-model-connections";
import type { ConnectionRecord } from "pulumi-model-connections/client";

const args: ModelConnectionArgs = { provider: "Open AI", model: "gpt-4o", apiKey: pulumi.secret("sk-of-${name}") };
const connection = new ModelConnection("${name}", args);
// @ts-expect-error Open AI has no baseUrl: types that were not found would let it pass.
export const wrong = () => new ModelConnection("wrong", { ...args, baseUrl: "https://a.example" });
export const connectionName: pulumi.Output<string> = connection.connectionName;
export const idOf = (record: ConnectionRecord): string => record.connectionId;
export const inactive = listConnections({ status: "INACTIVE" }).apply((all) => all.length);
`;

const required = (name: string) => `const pulumi = require("@pulumi/pulumi");
const { ModelConnection, listConnections } = require("pulumi-model-connections");

const args = { provider: "Open AI", model: "gpt-4o", apiKey: pulumi.secret("sk-of-${name}") };
exports.connectionName = new ModelConnection("${name}", args).connectionName;
exports.inactive = listConnections({ status: "INACTIVE" }).apply((all) => all.length);
`;

export const PROGRAMS: readonly Program[] = [
  {
    ...{ kind: "CommonJS TypeScript", main: "index.ts", type: "commonjs", text: imported },
    compilerOptions: template,
  },
  {
    ...{ kind: "ESM TypeScript", main: "index.ts", type: "module", text: imported },
    compilerOptions: { strict: true, target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
  },
  { kind: "plain JavaScript", main: "index.js", type: "commonjs", text: required },
];
