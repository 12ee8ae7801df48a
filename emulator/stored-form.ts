// What the platform makes of a new connection: its canonical form, and what it adds.
import type { ConnectionDraft } from "./connection";
import type { Settings } from "./settings";

type Change = (draft: ConnectionDraft) => ConnectionDraft;

const changeModel = ({ model, ...draft }: ConnectionDraft, change: (model: string) => string) =>
  model === undefined ? draft : { ...draft, model: change(model) };

// In the order in which they apply: lower case first, so that MODELS/ gets no second prefix.
const forms: Readonly<Record<Settings["canonicalForms"][number], Change>> = {
  slash: (draft) => {
    const url = draft.fields["BASE_URL"];
    if (url === undefined || url.endsWith("/")) return draft;
    return { ...draft, fields: { ...draft.fields, BASE_URL: `${url}/` } };
  },
  lowerCase: (draft) => changeModel(draft, (model) => model.toLowerCase()),
  prefix: (draft) => changeModel(draft, (model) => (model.startsWith("models/") ? model : `models/${model}`)),
};

/** What the client sent, in the forms that the platform stores. */
export const inCanonicalForm = (draft: ConnectionDraft, names: Settings["canonicalForms"]): ConnectionDraft =>
  Object.entries(forms)
    .filter(([name]) => names.some((each) => each === name))
    .reduce((changed, [, change]) => change(changed), draft);

/** The model that the platform makes up for a connection of provider "API". */
const MADE_UP_MODEL = "custom";

/** With `customApiModel`, a connection of provider "API" has a model and is FINALIZED. */
export const withPlatformValues = (draft: ConnectionDraft, { customApiModel }: Settings): ConnectionDraft =>
  customApiModel && draft.provider === "API"
    ? { ...draft, model: MADE_UP_MODEL, status: "FINALIZED" }
    : draft;
