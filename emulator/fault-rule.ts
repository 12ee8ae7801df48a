// What a test asks to go wrong. Plain types, so that the compiler of a user's tests needs no zod.
import type { Operation } from "./journal";

/** A rule for {@link Emulator.faults}: the first one that matches a request and is due decides. */
export interface FaultRule {
  /** Which requests; what is left out matches all. A name matches POST by body, GET and PATCH by id. */
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
   * Number of requests that meet the fault; Infinity, or null in JSON, for all.
   * @default 1
   */
  times?: number | null | undefined;
  fault: FaultWish;
}

/** `commit`: whether the platform has done what was asked of it all the same. */
type FaultWish =
  /** The connection is reset before anything is committed. */
  | { kind: "reset" }
  /** Committed, then the connection closes without an answer. */
  | { kind: "lostAnswer" }
  /** Another status. `retryAfter` as seconds, as a string sent verbatim, or as an HTTP date so far from now. */
  | {
      kind: "status";
      status: number;
      retryAfter?: number | string | { inSeconds: number } | undefined;
      /** @default false */
      commit?: boolean | undefined;
      body?: string | Record<string, unknown> | undefined;
    }
  /** The honest answer, late. `commitFirst: false` lets the commit be late too, even if the client has gone. */
  | { kind: "slow"; milliseconds: number; commitFirst?: boolean | undefined }
  /** No answer ever; not committed unless asked for. */
  | { kind: "hang"; commit?: boolean | undefined }
  /** A login or error page of something in between, with 200 unless asked for; not committed. */
  | { kind: "html"; status?: number | undefined; commit?: boolean | undefined }
  /** A 404 by something in between, as HTML. */
  | { kind: "proxy404" }
  /** The API's own 404 for a connection. */
  | { kind: "notFound" }
  /** The honest answer cut in the middle: whole HTTP, half JSON; committed. */
  | { kind: "truncated"; commit?: boolean | undefined }
  /** A 200 with JSON of a shape that nobody documented; committed. */
  | { kind: "wrongShape"; commit?: boolean | undefined; body?: unknown }
  /** An error, 500, that repeats all request headers and the body, in its message and in the header x-echo. */
  | { kind: "echo"; status?: number | undefined; commit?: boolean | undefined }
  /** A redirect, 302, nothing committed. */
  | { kind: "redirect"; location: string; status?: number | undefined }
  /** The honest JSON padded with blanks to more than this many bytes, 11 MiB unless asked for; committed. */
  | { kind: "huge"; bytes?: number | undefined; commit?: boolean | undefined };
