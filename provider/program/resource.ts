/** What users read of a model connection: its outputs, and the class. */
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Json, JsonObject } from "../json";
import type { ModelConnectionArgs } from "./arguments";
import type { EndpointFormat, IoMapping, LlmFeature, PromptVariable } from "./endpoint";
import { ignoresCredentials, isIgnored } from "../model-connection/ignored";
import { HANDLER, TYPE } from "./handler";
import { checkInstalled } from "./installed";
import { checkOptions, withRules } from "./options";
import { ModelConnectionsProvider, nameOf } from "./provider";
import { checkStackSettings } from "./stack-settings";
import { withoutStackTraces } from "./stack-traces";

/** Constants for `provider`. */
export const ModelProvider = {
  CustomApi: "API",
  OpenAi: "Open AI",
  AzureOpenAi: "Azure Open AI",
  Anthropic: "Anthropic",
} as const;
/** The providers of the API. Reference: Create Connection, `provider`. */
export type ModelProvider = (typeof ModelProvider)[keyof typeof ModelProvider];

/** An external model connection of the agent platform. Its `id` is the `connectionId`. */
export class ModelConnection extends pulumi.CustomResource {
  /** Display name on the platform. */
  declare readonly connectionName: pulumi.Output<string>;
  /** `API`, `Open AI`, `Azure Open AI` or `Anthropic`. */
  declare readonly provider: pulumi.Output<string>;
  /** Model identifier; undefined for provider "API" with `baseUrl`. */
  declare readonly model: pulumi.Output<string | undefined>;
  /** `EASY_INTEGRATION` for Azure Open AI and Anthropic, else undefined. */
  declare readonly modelType: pulumi.Output<string | undefined>;
  /** Base URL, for provider "API" with a key. */
  declare readonly baseUrl: pulumi.Output<string | undefined>;
  /** API version, for Azure Open AI. */
  declare readonly apiVersion: pulumi.Output<string | undefined>;
  /** Azure resource, for Azure Open AI. */
  declare readonly resourceName: pulumi.Output<string | undefined>;
  /** Deployment, for Azure Open AI. */
  declare readonly deploymentId: pulumi.Output<string | undefined>;
  /** URL of the model's endpoint, for provider "API" with headers. */
  declare readonly endpointUrl: pulumi.Output<string | undefined>;
  /** Format that the endpoint speaks, if it is a known one. */
  declare readonly mapProvider: pulumi.Output<EndpointFormat | undefined>;
  /** What the endpoint supports, for a known format. */
  declare readonly llmFeatures: pulumi.Output<Readonly<Record<LlmFeature, boolean>> | undefined>;
  /** Kinds of input and output, for a known format. */
  declare readonly ioMappings: pulumi.Output<readonly IoMapping[] | undefined>;
  /** Body of a request, for a request described from scratch. */
  declare readonly payload: pulumi.Output<Json | undefined>;
  /** Variables of the prompt, for a request described from scratch. */
  declare readonly promptVars: pulumi.Output<readonly PromptVariable[] | undefined>;
  /** Variables of your own, for a request described from scratch. */
  declare readonly customVars: pulumi.Output<readonly JsonObject[] | undefined>;
  /** Path to the text in the endpoint's response, for a request described from scratch. */
  declare readonly outputPath: pulumi.Output<string | undefined>;
  /** Path to the number of input tokens; empty if there is none. */
  declare readonly inputTokensPath: pulumi.Output<string | undefined>;
  /** Path to the number of output tokens; empty if there is none. */
  declare readonly outputTokensPath: pulumi.Output<string | undefined>;
  /** The headers as declared, always a secret; undefined without `headers`. */
  declare readonly headers: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  /**
   * The headers as the platform shows them: masks by name. A value that it doesn't mask is not stored; a short hash takes
   * its place.
   */
  declare readonly maskedHeaders: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  /** The key as declared, always a secret; undefined with `apiKeyEnv`. */
  declare readonly apiKey: pulumi.Output<string | undefined>;
  /** Short id of the program's key or of all headers, not secret: six hex digits of a slow hash. Equal keys have equal ids, and a new key has a new id. */
  declare readonly apiKeyId: pulumi.Output<string | undefined>;
  /** `ACTIVE` or `INACTIVE`; the API can't set it. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** The key as the platform shows it. */
  declare readonly maskedApiKey: pulumi.Output<string | undefined>;
  /** When the connection was created, ISO 8601. */
  declare readonly createdOn: pulumi.Output<string | undefined>;
  /** When the platform last changed it, ISO 8601. */
  declare readonly modifiedOn: pulumi.Output<string | undefined>;
  /** The platform that has the connection. */
  declare readonly host: pulumi.Output<string>;

  /**
   * Reads a connection that the stack doesn't manage: one GET per preview and up. An unknown id is an error.
   * @param id its connectionId
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): ModelConnection {
    return new ModelConnection(name, {} as ModelConnectionArgs, { ...opts, id });
  }

  /** Whether a value is a `ModelConnection`, even from another copy of this package. */
  static override isInstance(value: unknown): value is ModelConnection {
    return pulumi.CustomResource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === TYPE;
  }

  /**
   * @throws Error if `opts` has `import`: Pulumi can't import a dynamic resource, use `adopt: true` instead; or if the engine
   * can't load this package from the program's folder.
   */
  constructor(name: string, args: ModelConnectionArgs, opts: pulumi.CustomResourceOptions = {}) {
    checkInstalled(name);
    checkStackSettings();
    checkOptions(name, opts);
    const inputs = inputsOf(name, args, opts);
    const restoreStackTraces = withoutStackTraces();
    try {
      super(TYPE, name, { ...OUTPUTS, ...inputs }, withRules(opts, hasEndpoint(args)));
    } catch (error) {
      restoreStackTraces(error);
      throw error;
    }
    restoreStackTraces();
  }
}

/** Untyped programs may omit the arguments. */
function hasEndpoint(args: ModelConnectionArgs | undefined): boolean {
  const given: object = args ?? {};
  return "endpointUrl" in given || "headers" in given;
}

/** Undefined means an output, which the engine sets. */
const OUTPUTS = {
  connectionName: undefined,
  provider: undefined,
  model: undefined,
  modelType: undefined,
  baseUrl: undefined,
  apiVersion: undefined,
  resourceName: undefined,
  deploymentId: undefined,
  endpointUrl: undefined,
  mapProvider: undefined,
  llmFeatures: undefined,
  ioMappings: undefined,
  payload: undefined,
  promptVars: undefined,
  customVars: undefined,
  outputPath: undefined,
  inputTokensPath: undefined,
  outputTokensPath: undefined,
  headers: undefined,
  maskedHeaders: undefined,
  apiKey: undefined,
  apiKeyId: undefined,
  status: undefined,
  maskedApiKey: undefined,
  createdOn: undefined,
  modifiedOn: undefined,
  host: undefined,
};

function inputsOf(
  name: string,
  args: ModelConnectionArgs | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  if (opts.id !== undefined) return { __provider: HANDLER };
  // Untyped programs may omit the arguments: check reports what is missing.
  const apiKey = args?.apiKey === undefined ? undefined : pulumi.secret(args.apiKey);
  // As a whole: a name alone says little, and the engine keeps the mark only if the property stays the same.
  const headers = args?.headers === undefined ? undefined : pulumi.secret(args.headers);
  const provider = opts.provider ?? opts.parent?.getProvider(TYPE);
  return {
    ...args,
    apiKey,
    headers,
    // The engine would pass a status that a refresh found as if the program declared it.
    status: isIgnored("status", opts.ignoreChanges) ? undefined : args?.status,
    __provider: HANDLER,
    __autoName: autoNameSeed(name, opts),
    ...(ignoresCredentials(opts.ignoreChanges) && { __ignoresKey: true }),
    // Only for messages: check leaves it out of state.
    ...(provider instanceof ModelConnectionsProvider && { __providerName: nameOf(provider) }),
  };
}

/** `<hash>:<logical name>`: the same for the same resource of the same stack, whoever runs it and on whatever machine. */
function autoNameSeed(name: string, opts: pulumi.CustomResourceOptions): Promise<string> {
  const parent = opts.parent;
  // A plain promise: an Output would make the resource depend on its parent, which waits for its children.
  const parentUrn =
    parent === undefined ? Promise.resolve("") : new Promise<string>((done) => parent.urn.apply(done));
  return parentUrn.then((urn) => {
    const place = [organization(), pulumi.getProject(), pulumi.getStack(), urn, name];
    return `${createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, 16)}:${name}`;
  });
}

/** Pulumi's mocks throw unless the test names an organization. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "";
  }
}
