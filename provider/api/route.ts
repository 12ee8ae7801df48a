/** How a request reaches the platform, and what is known if it fails. */
import type { RequestError } from "got";
import { printable } from "../printable";
import type { Proxy } from "./proxy";

/** How a request reaches the platform. */
export interface Route {
  /** For example `https://platform.example.com/api/public`. */
  readonly baseUrl: string;
  readonly proxy: Proxy | undefined;
  /** Milliseconds that one attempt may take. */
  readonly attemptTimeout: number;
}

/** What the HTTP library says about a request that failed. */
export type Failure = Partial<Pick<RequestError, "name" | "code" | "message" | "timings">> & {
  readonly cause?: unknown;
};

/** The code of a failure, safe to print. */
export function codeOf({ code }: Failure): string {
  return printable(code ?? "unknown failure");
}

/** How long one attempt may take, in seconds. */
export function secondsOf({ attemptTimeout }: Route): number {
  return attemptTimeout / 1000;
}
