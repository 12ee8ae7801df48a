/** The forms of a connection: one for each provider, and two more for provider "API", which its arguments decide. */
import { PROVIDERS } from "../api/records";

export type ModelProviderName = (typeof PROVIDERS)[number];

/** Forms of provider "API" that send headers to an endpoint: in a known format, or with the request from scratch. */
export const ENDPOINT_FORMS = ["knownFormat", "fromScratch"] as const;
export type EndpointForm = (typeof ENDPOINT_FORMS)[number];

/** The form of a provider is called like the provider. That of "API" has baseUrl and apiKey. */
export type Form = ModelProviderName | EndpointForm;

/** What POST sends besides the arguments (custom API connections: Create). */
export const ALSO_SENT: Readonly<Record<EndpointForm, Readonly<Record<string, string | boolean>>>> = {
  knownFormat: { bodyTab: "providerReferences", idp: "none", status: "FINALIZED", isEnable: true },
  fromScratch: { status: "FINALIZED", isEnable: true },
};

/** `modelType` is not an argument: the API requires it for two providers (reference: Create Connection, Body Parameters). */
export function modelTypeOf(provider: string): "EASY_INTEGRATION" | undefined {
  return provider === "Azure Open AI" || provider === "Anthropic" ? "EASY_INTEGRATION" : undefined;
}

export function isModelProvider(value: unknown): value is ModelProviderName {
  return (PROVIDERS as readonly unknown[]).includes(value);
}

export function isEndpointForm(form: string): form is EndpointForm {
  return (ENDPOINT_FORMS as readonly string[]).includes(form);
}

/** The provider of a form. */
export function providerOf(form: Form): ModelProviderName {
  return isEndpointForm(form) ? "API" : form;
}
