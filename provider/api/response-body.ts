/** Reads the body of a response: the JSON, and the message in it that an error may show. */
import type { Secrets } from "./redact";

/** A JSON object or array, perhaps with a message that is safe to show; or what the body is instead. */
export type ResponseBody =
  | { readonly json: object; readonly message: string | undefined }
  | { readonly json: undefined; readonly what: string };

/** @param secrets a message that contains one of them is not shown */
export function parseBody(text: string, secrets: Secrets): ResponseBody {
  try {
    const json: unknown = JSON.parse(text, wellFormed);
    if (typeof json !== "object" || json === null) return notJson("a body that is not a JSON object");
    return { json, message: messageIn(json, secrets) };
  } catch {
    return notJson(kindOf(text));
  }
}

/** A mask or name may be cut in the middle of a character, and the engine rejects an incomplete character. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

function notJson(what: string): ResponseBody {
  return { json: undefined, what };
}

function kindOf(text: string): string {
  if (text === "") return "an empty body";
  return /^\s*</.test(text) ? "an HTML page" : "a body that is not JSON";
}

/** The API documents no errors, so the message is searched for in the usual places. */
function messageIn(json: object, secrets: Secrets): string | undefined {
  const { error, message } = json as { error?: unknown; message?: unknown };
  const nested =
    typeof error === "object" && error !== null ? (error as { message?: unknown }).message : error;
  const found = [nested, message].find((text) => typeof text === "string" && text !== "") as
    string | undefined;
  return found === undefined || secrets.areIn(found) ? undefined : found;
}
