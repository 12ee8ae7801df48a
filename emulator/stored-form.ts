// What the platform makes of a new connection or a change: its canonical form, and what it adds.
import type { ConnectionDraft } from "./connection";
import { hasEndpoint } from "./custom-api";
import type { Settings } from "./settings";

/** What a POST or PATCH sends. */
export type Sent = { readonly [Name in keyof ConnectionDraft]?: ConnectionDraft[Name] | undefined };
type Change = (sent: Sent) => Sent;

const changeModel = (sent: Sent, change: (model: string) => string): Sent =>
  sent.model === undefined ? sent : { ...sent, model: change(sent.model) };

const slashed = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

// In the order in which they apply: lower case first, so that MODELS/ gets no second prefix.
const forms: Readonly<Record<Settings["canonicalForms"][number], Change>> = {
  slash: (sent) => {
    const { endpointUrl, fields } = sent;
    const url = fields?.["BASE_URL"];
    return {
      ...sent,
      ...(url === undefined ? {} : { fields: { ...fields, BASE_URL: slashed(url) } }),
      ...(endpointUrl === undefined ? {} : { endpointUrl: slashed(endpointUrl) }),
    };
  },
  lowerCase: (sent) => changeModel(sent, (model) => model.toLowerCase()),
  prefix: (sent) => changeModel(sent, (model) => (model.startsWith("models/") ? model : `models/${model}`)),
  keyOrder: (sent) => {
    const { payload, llmFeatures, promptVars, customVars } = sent;
    const json = Object.entries({ payload, llmFeatures, promptVars, customVars });
    const ordered = json
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, inOrder(value)]);
    return { ...sent, ...(Object.fromEntries(ordered) as Sent) };
  },
};

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, inOrder(each)]));
}

/** What the client sent, in the forms that the platform stores. */
export const inCanonicalForm = <T extends Sent>(sent: T, names: Settings["canonicalForms"]): T =>
  Object.entries(forms)
    .filter(([name]) => names.some((each) => each === name))
    // A form changes values only, which the compiler can't follow.
    .reduce((changed, [, change]) => change(changed) as T, sent);

/** The model that the platform makes up for a connection of provider "API". */
const MADE_UP_MODEL = "custom";

/** With `customApiModel`, a connection of provider "API" with `fields` has a model and is FINALIZED. */
export const withPlatformValues = (draft: ConnectionDraft, { customApiModel }: Settings): ConnectionDraft =>
  customApiModel && draft.provider === "API" && !hasEndpoint(draft)
    ? { ...draft, model: MADE_UP_MODEL, status: "FINALIZED" }
    : draft;
