/** One row per readable argument: which providers have it, which values are valid, and where it is in the API. */
import { URL } from "node:url";
import { type ConnectionRecord, LONGEST_TEXT, PROVIDERS } from "../api/records";
import { isPlainText, plainText } from "../printable";
import { suggestion } from "../suggestion";

export type ModelProviderName = (typeof PROVIDERS)[number];

/** Arguments that the API can't change: another value requires a new connection. */
export type ImmutableField =
  "provider" | "connectionName" | "model" | "baseUrl" | "apiVersion" | "resourceName" | "deploymentId";

export interface Field {
  /** Providers that have this argument. All arguments except connectionName are required. */
  readonly providers: readonly ModelProviderName[];
  /** What is wrong with a value and what would be right, without the value; undefined if it is valid. */
  readonly problem: (value: string) => string | undefined;
  /** Where it is in a request: at the top, or below `fields`. */
  readonly wire: { readonly top: string } | { readonly field: string };
  /** The live value, if the platform returns it. */
  readonly live: (record: ConnectionRecord) => string | undefined;
  /** Whether a platform may show `live` for what it was sent as `declared` (decisions/0011). */
  readonly isForm: (declared: string, live: string) => boolean;
}

/** The rows. A new field is a new row, its line in the arguments' documentation, and a test. */
export const FIELDS = {
  provider: {
    providers: PROVIDERS,
    problem: (value) =>
      isModelProvider(value)
        ? undefined
        : `must be one of ${PROVIDERS.join(", ")}${suggestion(value, PROVIDERS)}`,
    wire: { top: "provider" },
    live: (record) => record.provider,
    isForm: sameLetters,
  },
  connectionName: {
    providers: PROVIDERS,
    problem: displayText,
    wire: { top: "connectionName" },
    live: (record) => record.connectionName,
    isForm: sameLetters,
  },
  model: {
    providers: ["Open AI", "Azure Open AI", "Anthropic"],
    problem: displayText,
    wire: { top: "model" },
    live: (record) => record.model,
    isForm: sameLettersAfterPrefix,
  },
  baseUrl: {
    providers: ["API"],
    problem: httpAddress,
    wire: { field: "BASE_URL" },
    live: (record) => record.fields.BASE_URL,
    isForm: sameUrl,
  },
  apiVersion: {
    providers: ["Azure Open AI"],
    problem: token,
    wire: { field: "api_version" },
    live: (record) => record.fields.api_version,
    isForm: sameLetters,
  },
  resourceName: {
    providers: ["Azure Open AI"],
    problem: token,
    wire: { field: "your_resource_name" },
    live: (record) => record.fields.your_resource_name,
    isForm: sameLetters,
  },
  deploymentId: {
    providers: ["Azure Open AI"],
    problem: token,
    wire: { field: "deployment_id" },
    live: (record) => record.fields.deployment_id,
    isForm: sameLetters,
  },
} as const satisfies Record<ImmutableField, Field>;

/** The names of the rows, in the order in which they are documented. */
export const IMMUTABLE_FIELDS = Object.keys(FIELDS) as ImmutableField[];

/** `modelType` is not an argument: the API requires it for two providers (reference: Create Connection, Body Parameters). */
export function modelTypeOf(provider: string): "EASY_INTEGRATION" | undefined {
  return provider === "Azure Open AI" || provider === "Anthropic" ? "EASY_INTEGRATION" : undefined;
}

export function isModelProvider(value: unknown): value is ModelProviderName {
  return (PROVIDERS as readonly unknown[]).includes(value);
}

/** The live value of a field, safe for state, files and messages; undefined if the platform doesn't return it. */
export function liveValue(field: ImmutableField, record: ConnectionRecord): string | undefined {
  const value = FIELDS[field].live(record);
  return value === undefined ? undefined : plainText(value);
}

/** Whether a field is an argument of a provider. */
export function has(provider: ModelProviderName, field: ImmutableField): boolean {
  return (FIELDS[field].providers as readonly ModelProviderName[]).includes(provider);
}

/** The arguments of a provider. A platform may show other fields too, such as `model` for provider "API": they mean nothing. */
export function fieldsOf(provider: string): ImmutableField[] {
  return IMMUTABLE_FIELDS.filter((field) => !isModelProvider(provider) || has(provider, field));
}

function sameLetters(declared: string, live: string): boolean {
  return plainOf(declared) === plainOf(live);
}

function sameLettersAfterPrefix(declared: string, live: string): boolean {
  return sameLetters(declared, live) || plainOf(live).endsWith(`/${plainOf(declared)}`);
}

function plainOf(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

/** The same scheme, host and port in any case, and the same path with or without a slash at its end. */
function sameUrl(declared: string, live: string): boolean {
  return URL.canParse(live) && withoutLastSlash(declared) === withoutLastSlash(live);
}

function withoutLastSlash(url: string): string {
  return new URL(url).href.replace(/\/$/, "");
}

const UNSAFE =
  'must not contain control characters, invisible characters, or text that Pulumi or a CI runner interprets as a command: "<{%", "##[", "::" at its start, or JSON with a backslash or "::"';

const TOO_LONG = `must not be longer than ${LONGEST_TEXT.toLocaleString("en")} characters`;

function displayText(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty";
  if (!isPlainText(value)) return UNSAFE;
  return value.length > 255 ? "must not be longer than 255 characters" : undefined;
}

function token(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty";
  if (/\s/.test(value)) return "must not contain whitespace or line breaks";
  if (!isPlainText(value)) return UNSAFE;
  return value.length > LONGEST_TEXT ? TOO_LONG : undefined;
}

function httpAddress(value: string): string | undefined {
  if (/\s/.test(value) || !isPlainText(value) || !/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    return "must be an http or https URL such as https://api.example.com, without whitespace";
  }
  if (value.length > LONGEST_TEXT) return TOO_LONG;
  const { username, password } = new URL(value);
  return username + password === ""
    ? undefined
    : "must not contain a user name or password: the key belongs in apiKey";
}
