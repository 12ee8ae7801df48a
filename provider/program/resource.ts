/** What users read: the arguments of a model connection, its outputs, and the class. */
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { HANDLER } from "./handler";
import { checkInstalled } from "./installed";
import { checkOptions, ignores, withRules } from "./options";
import { ModelConnectionsProvider, nameOf } from "./provider";
import { checkStackSettings } from "./stack-settings";
import { withoutStackTraces } from "./stack-traces";

/** Arguments that every provider takes. */
export interface CommonArgs {
  /**
   * Display name, unique on the platform, up to 255 characters. Reference: Create Connection, `connectionName`.
   * A change replaces the connection.
   * @default `<logical name>-<7 hex digits>`, kept until the connection is replaced
   */
  connectionName?: pulumi.Input<string>;
  /**
   * Adopts the existing connection with this `connectionName` instead of creating one. Every readable field must agree,
   * otherwise the error lists each difference. The declared key is sent, except for provider "API", whose key the API can't
   * change. A change does nothing.
   * @default false
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the connection is removed from the stack; the API has no DELETE. `"retain"` leaves it as it is and
   * warns; `"scrub"` first overwrites its key with a placeholder, which is not possible for provider "API". A change
   * updates state only.
   * @default "retain"
   */
  deletionPolicy?: pulumi.Input<"retain" | "scrub">;
  /**
   * The status that you expect on the platform; the API can't set it. A refresh shows any other status as a change. Then
   * `pulumi up` fails with instructions, and changes nothing on the platform, until the platform shows the declared status.
   * `"ACTIVE"` also accepts FINALIZED. Without this argument, an inactive connection only causes a warning. A change updates
   * state only. Reference: Get Connection, `status`.
   */
  status?: pulumi.Input<"ACTIVE" | "INACTIVE">;
}

/** The key as a value: encrypted in state, so that a change is detected. */
export interface KeyAsValue {
  /**
   * Key of the model's vendor, without whitespace; always a secret. Reference: `fields.API_KEY`. A change is sent in place
   * by PATCH; for provider "API", which the API can't update, it replaces the connection.
   */
  apiKey: pulumi.Input<string>;
  apiKeyEnv?: undefined;
  apiKeyVersion?: undefined;
}

/** The key from the environment: never in inputs, outputs or state. */
export interface KeyFromEnvironment {
  /**
   * Name of an environment variable that contains the key. It must be set where pulumi runs whenever the key is to be sent;
   * preview checks this.
   */
  apiKeyEnv: pulumi.Input<string>;
  /** Any string; a new one means "send the key again", for provider "API" by replacement. */
  apiKeyVersion: pulumi.Input<string>;
  apiKey?: undefined;
}

/** Where the key comes from: one of the two. */
export type KeyArgs = KeyAsValue | KeyFromEnvironment;

/** A model behind your own API. Reference: Custom API Fields. */
export type CustomApiArgs = CommonArgs &
  KeyArgs & {
    provider: "API";
    /** http or https URL of the API, without credentials. Reference: `fields.BASE_URL`. A change replaces. */
    baseUrl: pulumi.Input<string>;
    model?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** A model of Open AI. Reference: OpenAI Field. */
export type OpenAiArgs = CommonArgs &
  KeyArgs & {
    provider: "Open AI";
    /** Model identifier, for example `gpt-4o`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    baseUrl?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** A model deployed on Azure. Reference: Azure OpenAI Fields. */
export type AzureOpenAiArgs = CommonArgs &
  KeyArgs & {
    provider: "Azure Open AI";
    /** Model identifier, for example `GPT-4`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    /** Version of Azure's API, for example `2024-08-01-preview`. Reference: `fields.api_version`. A change replaces. */
    apiVersion: pulumi.Input<string>;
    /** Azure resource that serves the model. Reference: `fields.your_resource_name`. A change replaces. */
    resourceName: pulumi.Input<string>;
    /** Deployment of the model. Reference: `fields.deployment_id`. A change replaces. */
    deploymentId: pulumi.Input<string>;
    baseUrl?: undefined;
  };

/** A model of Anthropic. Reference: Anthropic Field. */
export type AnthropicArgs = CommonArgs &
  KeyArgs & {
    provider: "Anthropic";
    /** Model identifier, for example `claude-3-5-haiku-20241022`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    baseUrl?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** The arguments of a `ModelConnection`; `provider` decides which of them exist. */
export type ModelConnectionArgs = CustomApiArgs | OpenAiArgs | AzureOpenAiArgs | AnthropicArgs;

/** Constants for `provider`. */
export const ModelProvider = {
  CustomApi: "API",
  OpenAi: "Open AI",
  AzureOpenAi: "Azure Open AI",
  Anthropic: "Anthropic",
} as const;
/** The providers of the API. Reference: Create Connection, `provider`. */
export type ModelProvider = (typeof ModelProvider)[keyof typeof ModelProvider];

const TYPE = "pulumi-nodejs:dynamic/model-connections:ModelConnection";

/** An external model connection of the agent platform. Its `id` is the `connectionId`. */
export class ModelConnection extends pulumi.CustomResource {
  /** Display name on the platform. */
  declare readonly connectionName: pulumi.Output<string>;
  /** `API`, `Open AI`, `Azure Open AI` or `Anthropic`. */
  declare readonly provider: pulumi.Output<string>;
  /** Model identifier; undefined for provider "API". */
  declare readonly model: pulumi.Output<string | undefined>;
  /** `EASY_INTEGRATION` for Azure Open AI and Anthropic, else undefined. */
  declare readonly modelType: pulumi.Output<string | undefined>;
  /** Base URL, for provider "API". */
  declare readonly baseUrl: pulumi.Output<string | undefined>;
  /** API version, for Azure Open AI. */
  declare readonly apiVersion: pulumi.Output<string | undefined>;
  /** Azure resource, for Azure Open AI. */
  declare readonly resourceName: pulumi.Output<string | undefined>;
  /** Deployment, for Azure Open AI. */
  declare readonly deploymentId: pulumi.Output<string | undefined>;
  /** The key as declared, always a secret; undefined with `apiKeyEnv`. */
  declare readonly apiKey: pulumi.Output<string | undefined>;
  /** Short id of the program's key, not secret: six hex digits of a slow hash. Equal keys have equal ids, and a new key has a new id. */
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
      super(TYPE, name, { ...OUTPUTS, ...inputs }, withRules(opts));
    } catch (error) {
      restoreStackTraces(error);
      throw error;
    }
    restoreStackTraces();
  }
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
  const provider = opts.provider ?? opts.parent?.getProvider(TYPE);
  return {
    ...args,
    apiKey,
    // The engine would pass a status that a refresh found as if the program declared it.
    status: ignores("status", opts) ? undefined : args?.status,
    __provider: HANDLER,
    __autoName: autoNameSeed(name, opts),
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
