/** Check of the fields: each value by the rule in its row, and each row by the form of the connection. */
import { isTooDeep } from "../json";
import { quoted } from "../printable";
import { FIELDS, type FieldName, rowOf } from "./fields";
import { has } from "./fields-of-form";
import { argumentsOnlyOf, formOf } from "./form-of";
import { ENDPOINT_FORMS, type Form, isEndpointForm, isModelProvider, providerOf } from "./forms";
import { KEY_ARGUMENTS } from "./credential-arguments";
import { type RawInputs, UNKNOWN } from "./properties";

/** All problems of one field. */
export function fieldProblems(name: FieldName, news: RawInputs): string[] {
  const value = news[name] ?? undefined;
  const { provider } = news;
  if (value === undefined) return missing(name, news);
  if (value === UNKNOWN) return [];
  if (isModelProvider(provider) && !rowOf(name).forms.some((form) => isPossible(form, news)))
    return [notOf(provider, name)];
  // First, because a search of more levels could exhaust the stack.
  if (isTooDeep(value)) return [`${name}: is nested too deeply`];
  const problem = rowOf(name).problem(value);
  return problem === undefined ? [] : [`${name}: ${problem}`];
}

/** Another form of the same provider counts: which of its arguments conflict is reported once. */
function isPossible(form: Form, news: RawInputs): boolean {
  const own = formOf(news);
  return form === own || (isEndpointForm(own) && providerOf(form) === providerOf(own));
}

function notOf(provider: string, name: FieldName): string {
  const owners = [...new Set(rowOf(name).forms.map(providerOf))].filter((owner) => owner !== provider);
  return `${name}: is not an argument of provider "${provider}"; it belongs to ${owners.map(quoted).join(", ")}`;
}

function missing(name: FieldName, news: RawInputs): string[] {
  const { provider } = news;
  if (name === "connectionName") return [];
  if (name === "provider") return [`provider: is missing; it ${FIELDS.provider.problem("") ?? ""}`];
  if (!isModelProvider(provider)) return [];
  const form = formOf(news);
  if (!has(form, name) || rowOf(name).omitted !== undefined || isAmbiguous(news)) return [];
  return [
    `${name}: is missing; provider "${provider}"${form === provider ? "" : " with an endpoint"} requires it`,
  ];
}

/** Which arguments are missing depends on the form, and the conflict says which ones there are. */
function isAmbiguous(news: RawInputs): boolean {
  return formProblems(news).length > 0;
}

/** Arguments of more than one form, or of none. */
export function formProblems(news: RawInputs): string[] {
  if (news["provider"] !== "API") return [];
  const endpoint = argumentsOnlyOf(news, ENDPOINT_FORMS);
  if (endpoint.length === 0) return [];
  const first = [...argumentsOnlyOf(news, ["API"]), ...KEY_ARGUMENTS.filter((name) => news[name] != null)];
  const [known, scratch] = ENDPOINT_FORMS.map((form) => argumentsOnlyOf(news, [form]));
  return [
    ...(first.length > 0 ? [`${first.join(", ")}: conflicts with ${endpoint.join(", ")}; ${TWO_FORMS}`] : []),
    ...(known?.length && scratch?.length
      ? [`${scratch.join(", ")}: conflicts with ${known.join(", ")}; ${TWO_KINDS}`]
      : []),
    ...(known?.length || scratch?.length ? [] : [`mapProvider: is missing, and payload too; ${TWO_KINDS}`]),
  ];
}

const TWO_FORMS =
  'provider "API" takes either baseUrl and a key, or endpointUrl with headers, where a key is a header such as Authorization';

const TWO_KINDS =
  "give mapProvider if the endpoint speaks a known format, or payload to describe the request from scratch";
