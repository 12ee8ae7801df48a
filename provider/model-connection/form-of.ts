/** Which form the arguments, the inputs or the state of a connection have. */
import { type Json, sameJson } from "../json";
import { CREDENTIAL_ARGUMENTS } from "./credential-arguments";
import { FIELD_NAMES, type FieldName, type FieldValues, rowOf } from "./fields";
import { ENDPOINT_FORMS, type Form, isEndpointForm, providerOf } from "./forms";

type Properties = Readonly<Record<string, unknown>>;

/** The form: the provider, or for "API" what the arguments say. Of an endpoint without a kind, it is the first one. */
export function formOf(properties: object): Form {
  const given: Properties = { ...properties };
  const { provider } = given;
  if (provider !== "API") return provider as Form;
  const kind = ENDPOINT_FORMS.find((form) => argumentsOnlyOf(given, [form]).length > 0);
  if (kind !== undefined) return kind;
  return argumentsOnlyOf(given, ENDPOINT_FORMS).length > 0 ? ENDPOINT_FORMS[0] : "API";
}

/** The form of a connection as the platform shows it, perhaps with members of other forms that say nothing. */
export function liveForm(live: FieldValues): Form {
  const telling = Object.fromEntries(
    Object.entries(live).filter(([name, value]) => isTelling(name as FieldName, value)),
  );
  const isFirstForm = live.provider === "API" && argumentsOnlyOf(telling, ["API"]).length > 0;
  return isFirstForm ? "API" : formOf(telling);
}

function isTelling(name: FieldName, value: Json): boolean {
  const { omitted, complete } = rowOf(name);
  const isEmpty = value === null || Object.keys(value).length === 0;
  return !isEmpty && (omitted === undefined || !sameJson(value, complete ? complete(omitted) : omitted));
}

/** Whether a connection has the headers of an endpoint instead of a key. */
export function hasEndpoint(properties: object): boolean {
  return isEndpointForm(formOf(properties));
}

/** The given arguments that of all forms of their provider only these have. */
export function argumentsOnlyOf(given: Properties, forms: readonly Form[]): string[] {
  const provider = forms[0] && providerOf(forms[0]);
  const isOnlyOf = (owners: readonly Form[]) => {
    const own = owners.filter((form) => providerOf(form) === provider);
    return own.length === owners.length && own.length > 0 && own.every((form) => forms.includes(form));
  };
  const rows = [...FIELD_NAMES.map((name) => [name, rowOf(name).forms] as const), ...CREDENTIAL_ARGUMENTS];
  return rows.filter(([name, owners]) => given[name] != null && isOnlyOf(owners)).map(([name]) => name);
}
