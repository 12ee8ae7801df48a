// A fault that a test injects. Plain types, so that the compiler of a user's tests doesn't load zod.
import type { Operation } from "./journal";

/** A rule for {@link Emulator.faults}. The first rule that matches a request and has nothing left to skip applies. */
export interface FaultRule {
  /** Which requests; an omitted property matches all. A name matches POST by body, GET and PATCH by id. */
  on?:
    | {
        operation?: Operation | Operation[] | undefined;
        connectionName?: string | undefined;
        connectionId?: string | undefined;
      }
    | undefined;
  /**
   * Number of matching requests to let through first.
   * @default 0
   */
  skip?: number | undefined;
  /**
   * Number of requests that meet the fault. Infinity, or null in JSON, means all.
   * @default 1
   */
  times?: number | null | undefined;
  fault: FaultSpec;
}

/** `commit`: whether the platform carries out the request in spite of the fault. */
type FaultSpec =
  /** The connection is reset before anything is committed. */
  | { kind: "reset" }
  /** Committed, then the connection closes without a response. */
  | { kind: "lostAnswer" }
  /** A different status. `retryAfter` in seconds, as a string sent verbatim, or as an HTTP date `inSeconds` from now. */
  | {
      kind: "status";
      status: number;
      retryAfter?: number | string | { inSeconds: number } | undefined;
      /** @default false */
      commit?: boolean | undefined;
      body?: string | Record<string, unknown> | undefined;
    }
  /** The real response, late. `commitFirst: false` delays the commit too, even if the client has disconnected. */
  | { kind: "slow"; milliseconds: number; commitFirst?: boolean | undefined }
  /** No response at all. Not committed by default. */
  | { kind: "hang"; commit?: boolean | undefined }
  /** A login or error page of a proxy, by default with status 200. Not committed by default. */
  | { kind: "html"; status?: number | undefined; commit?: boolean | undefined }
  /** A proxy's 404, as HTML. */
  | { kind: "proxy404" }
  /** The API's own 404 for a connection. */
  | { kind: "notFound" }
  /** The real response with half its JSON: complete HTTP, incomplete body. Committed by default. */
  | { kind: "truncated"; commit?: boolean | undefined }
  /** A 200 with JSON of an undocumented shape. Committed by default. */
  | { kind: "wrongShape"; commit?: boolean | undefined; body?: unknown }
  /** An error, by default 500, that repeats all request headers and the body, in its message and in the header x-echo. */
  | { kind: "echo"; status?: number | undefined; commit?: boolean | undefined }
  /** A redirect, by default 302. Not committed. */
  | { kind: "redirect"; location: string; status?: number | undefined }
  /** The real JSON padded with spaces to more than this number of bytes, by default 11 MiB. Committed by default. */
  | { kind: "huge"; bytes?: number | undefined; commit?: boolean | undefined };
