// Reads and validates the JSON body of a request. An error response never repeats any of it.
import type { z } from "zod";
import { ApiError } from "./api-error";
import { describeProblems } from "./validation-errors";

/**
 * The body as the schema parses it. A function chooses the schema by the body; it gets `{}` if that is not an object.
 * @throws ApiError 415 for another media type, 400 for invalid JSON or a body that the schema rejects
 */
export async function readBody<T>(
  request: Request,
  schema: z.ZodType<T> | ((body: object) => z.ZodType<T>),
): Promise<T> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", "The Content-Type header must be application/json.");
  const body = parseJson(await textOf(request));
  const isObject = typeof body === "object" && body !== null;
  return validate(body, typeof schema === "function" ? schema(isObject ? body : {}) : schema);
}

/** Real requests are much smaller. */
const LARGEST_BODY = 1024 * 1024;

/**
 * The body as text.
 * @throws ApiError 413 if it is larger than 1 MiB; the rest is not read
 */
export async function textOf(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  if (body === null) return "";
  for await (const part of body) {
    size += part.byteLength;
    if (size > LARGEST_BODY)
      throw new ApiError(413, "BODY_TOO_LARGE", "The body is larger than 1 MiB.", { Connection: "close" });
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/**
 * The value as the schema parses it.
 * @throws ApiError 400 that names each problem
 */
export function validate<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ApiError(400, "INVALID_REQUEST", describeProblems(parsed.error));
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "INVALID_JSON", "The body is not JSON.");
  }
}
