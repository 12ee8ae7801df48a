// Reads the JSON body of a request, or refuses it in words that hold nothing of it.
import type { z } from "zod";
import { explain } from "./invalid";
import { Refusal } from "./refusal";

/** Media type and syntax are checked first, then the schema. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The Content-Type header must be application/json.");
  return accept(parseJson(await request.text()), schema);
}

/** The value as the schema reads it, or a refusal with status 400. */
export function accept<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal(400, "INVALID_REQUEST", explain(parsed.error));
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "INVALID_JSON", "The body is not JSON.");
  }
}
