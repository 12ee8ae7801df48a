// The second form of provider "API": an endpoint with headers, in place of `fields`.

/** A header that the platform sends to the endpoint. */
export interface CustomApiHeader {
  readonly key: string;
  readonly value: string;
}

/** The formats that an endpoint can have; one of them is `mapProvider`. */
export const mapProviders = ["openAIModel", "anthropicModel", "geminiModel"] as const;
/** The flags of `llmFeatures`. */
export const llmFeatures = [
  "toolCalling",
  "supportTools",
  "parallelToolCalling",
  "structuredResponse",
  "dataGeneration",
  "streaming",
] as const;
/** The values of `IOMappings`. */
export const ioMappings = ["textToText", "textToImage", "imageToText", "audioToText"] as const;

/** A variable of the payload. */
export interface PromptVariable {
  readonly name: string;
  readonly displayName: string;
  readonly status: unknown;
  readonly dataType: string;
  readonly elementType: unknown;
  readonly defaultValue: unknown;
  readonly required: boolean;
  readonly examples?: unknown;
}

/**
 * What a connection of provider "API" has in the second form. A connection has this form if it has an `endpointUrl`.
 * It has the members of one kind: `bodyTab` to `idp` for a known format, or `promptVars` to `outputTokensPath` for a
 * request that is described from scratch. With the status DRAFT, some of these can be missing.
 */
export interface CustomApiMembers {
  readonly endpointUrl?: string | undefined;
  /** Each value can be a credential. */
  readonly headers?: readonly CustomApiHeader[] | undefined;
  readonly isEnable?: boolean | undefined;
  readonly bodyTab?: "providerReferences" | undefined;
  readonly mapProvider?: (typeof mapProviders)[number] | undefined;
  readonly llmFeatures?: Readonly<Record<(typeof llmFeatures)[number], boolean>> | undefined;
  readonly IOMappings?: readonly (typeof ioMappings)[number][] | undefined;
  readonly idp?: "none" | undefined;
  readonly promptVars?: readonly PromptVariable[] | undefined;
  readonly customVars?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Any JSON, with `{{name}}` for variables. */
  readonly payload?: unknown;
  readonly outputPath?: string | undefined;
  readonly inputTokensPath?: string | undefined;
  readonly outputTokensPath?: string | undefined;
}

const names: Readonly<Record<keyof CustomApiMembers, true>> = {
  endpointUrl: true,
  headers: true,
  isEnable: true,
  bodyTab: true,
  mapProvider: true,
  llmFeatures: true,
  IOMappings: true,
  idp: true,
  promptVars: true,
  customVars: true,
  payload: true,
  outputPath: true,
  inputTokensPath: true,
  outputTokensPath: true,
};

/** A copy of the members that a connection has. */
export const membersOf = (connection: CustomApiMembers): CustomApiMembers =>
  structuredClone(
    Object.fromEntries(
      Object.entries(connection).filter(([name, value]) => Object.hasOwn(names, name) && value !== undefined),
    ),
  );

/** Whether a connection has the second form. */
export const hasEndpoint = ({ endpointUrl }: CustomApiMembers): boolean => endpointUrl !== undefined;

/** The secrets in a header value: all of it, and its words, because a key can follow `Bearer`. */
export const secretsIn = (value: string): string[] => [value, ...value.split(/\s+/)];

/** The secrets among the members of a connection. */
export const secretsOf = ({ headers = [] }: CustomApiMembers): string[] =>
  headers.flatMap(({ value }) => secretsIn(value));
