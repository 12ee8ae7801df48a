/** The settings of a provider: checked at preview, and never a reason to replace anything. */
import {
  CheckResponse,
  type CheckRequest,
  DiffResponse,
  type DiffRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { UNKNOWN } from "../model-connection/properties";
import { SettingsError, type SettingsSource, ofProvider, readSettings, stackSource } from "../settings";
import { SETTINGS, type SettingName, configKey } from "../settings-table";
import { unknownArguments, unknownInStack, withSuggestion } from "../unknown-settings";
import { failuresOf } from "./failures";
import { explicitProvider, projectOf } from "./urn";
import { unwrap, wrap } from "./values";

type Values = Readonly<Record<string, unknown>>;

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** What the engine and SDKs add to the settings. */
const NOT_SETTINGS = ["version", "pluginDownloadURL"];

/** The platform's key arrives without a mark even if it is a secret of the stack, so the response marks it. */
export function checkConfig(request: CheckRequest): CheckResponse {
  const { values, secrets } = unwrap(request.getNews());
  const response = new CheckResponse();
  response.setInputs(wrap(values, secrets));
  response.setFailuresList(failuresOf(problemsOf(request.getUrn(), values)));
  return response;
}

/**
 * Never asks for a replacement: the hooks decide for each connection what another host means. After a move from the
 * dynamic provider, the old settings are that provider's.
 */
export function diffConfig(request: DiffRequest): DiffResponse {
  const olds = unwrap(request.getOldInputs() ?? request.getOlds()).values;
  const news = unwrap(request.getNews()).values;
  const changed = NAMES.filter((name) => textOf(olds[name]) !== textOf(news[name]));
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  const response = new DiffResponse();
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList(changed);
  return response;
}

/** @param provider the name of an explicit provider, which takes host and key only from its arguments */
export function sourceOf(values: Values, provider: string | undefined): SettingsSource {
  const texts = new Map(NAMES.map((name) => [configKey(name), textOf(values[name])]));
  const source = stackSource({ get: (key) => texts.get(key) });
  if (provider === undefined) return source;
  const required = ["host", "apiKey"];
  const get = (name: SettingName) => source.get(name) ?? (required.includes(name) ? "" : undefined);
  return ofProvider({ ...source, get }, provider);
}

function problemsOf(urn: string, values: Values): string[] {
  const provider = explicitProvider(urn);
  const given = Object.keys(values).filter((name) => !NOT_SETTINGS.includes(name) && !name.startsWith("__"));
  const unknown =
    provider === undefined
      ? unknownInStack(given, projectOf(urn)).map((name) =>
          withSuggestion(name, "in the stack's configuration is not a setting of model-connections"),
        )
      : unknownArguments(given);
  return [...unknown, ...problemsOfValues(values, provider)];
}

/** A host that is still unknown, because it is an output of another resource, can't be checked. */
function problemsOfValues(values: Values, provider: string | undefined): string[] {
  if (values["host"] === UNKNOWN) return [];
  const known = Object.entries(values).filter(([, value]) => value !== UNKNOWN);
  const apiKey = values["apiKey"] === UNKNOWN ? { apiKey: "unknown" } : {};
  try {
    readSettings(sourceOf({ ...Object.fromEntries(known), ...apiKey }, provider));
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return [error.message];
    throw error;
  }
}

/** Settings are strings. YAML programs also pass numbers and booleans. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
