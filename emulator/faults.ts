// The rules by which requests go wrong: what each fault is, which requests it meets, how often.
import { z } from "zod";
import { explain } from "./invalid";
import type { RequestFacts } from "./journal";

const milliseconds = z.int().min(0).max(3_600_000);
const status = z.int().min(200).max(599);

const fault = z.discriminatedUnion("kind", [
  /** The connection is reset before anything is committed. */
  z.strictObject({ kind: z.literal("reset") }),
  /** Committed, then the connection closes without an answer. */
  z.strictObject({ kind: z.literal("lostAnswer") }),
  /** Another status. `retryAfter` as seconds, as a string sent verbatim, or as an HTTP date so far from now. */
  z.strictObject({
    kind: z.literal("status"),
    status,
    retryAfter: z.union([z.number(), z.string(), z.strictObject({ inSeconds: z.number() })]).optional(),
    commit: z.boolean().default(false),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  }),
  /** The honest answer, late. Without `commitFirst` the commit is late too, even if the client has gone. */
  z.strictObject({ kind: z.literal("slow"), milliseconds, commitFirst: z.boolean().default(true) }),
  /** No answer ever. */
  z.strictObject({ kind: z.literal("hang"), commit: z.boolean().default(false) }),
  /** A login or error page of something in between. */
  z.strictObject({
    kind: z.literal("html"),
    status: status.default(200),
    commit: z.boolean().default(false),
  }),
  /** A 404 by something in between, as HTML. */
  z.strictObject({ kind: z.literal("proxy404") }),
  /** The API's own 404 for a connection. */
  z.strictObject({ kind: z.literal("notFound") }),
  /** The honest answer cut in the middle: whole HTTP, half JSON. */
  z.strictObject({ kind: z.literal("truncated"), commit: z.boolean().default(true) }),
  /** A 200 with JSON of a shape that nobody documented. */
  z.strictObject({
    kind: z.literal("wrongShape"),
    commit: z.boolean().default(true),
    body: z.unknown().default({ unexpected: true }),
  }),
  /** An error that repeats all request headers and the body, in its message and in the header x-echo. */
  z.strictObject({
    kind: z.literal("echo"),
    status: status.default(500),
    commit: z.boolean().default(false),
  }),
  /** A redirect, nothing committed. */
  z.strictObject({ kind: z.literal("redirect"), location: z.string(), status: status.default(302) }),
  /** The honest JSON padded with blanks to more than this many bytes. */
  z.strictObject({
    kind: z.literal("huge"),
    bytes: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .default(11 * 1024 * 1024),
    commit: z.boolean().default(true),
  }),
]);

const operation = z.enum(["list", "get", "create", "update"]);

export const faultRule = z.strictObject({
  /** Which requests; what is left out matches all. A name matches POST by body, GET and PATCH by id. */
  on: z
    .strictObject({
      operation: z.union([operation, z.array(operation)]).optional(),
      connectionName: z.string().optional(),
      connectionId: z.string().optional(),
    })
    .default({}),
  /**
   * Number of matching requests to let through first.
   * @default 0
   */
  skip: z.int().min(0).default(0),
  /**
   * Number of requests that meet the fault; Infinity, or null in JSON, for all.
   * @default 1
   */
  times: z.union([z.int().min(1), z.literal(Infinity), z.null()]).default(1),
  fault,
});

/** A rule for {@link Emulator.faults}: the first one that matches a request and is due decides. */
export type FaultRule = z.input<typeof faultRule>;
type Rule = z.output<typeof faultRule>;
export type Fault = Rule["fault"];

export class Faults {
  #rules: Rule[] = [];

  inject(rule: FaultRule): void {
    const parsed = faultRule.safeParse(rule);
    if (!parsed.success) throw new Error(`Could not inject the fault: ${explain(parsed.error)}.`);
    const times = parsed.data.times ?? Infinity;
    this.#rules.push({ ...parsed.data, times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rules that are still due. */
  pending(): Rule[] {
    return structuredClone(this.#rules);
  }

  /** The fault this request meets, if any; counts it. */
  pick(facts: RequestFacts): Fault | undefined {
    for (const rule of this.#rules.filter((each) => matches(each.on, facts))) {
      if (rule.skip > 0) rule.skip -= 1;
      else {
        rule.times = (rule.times ?? Infinity) - 1;
        if (rule.times === 0) this.#rules = this.#rules.filter((each) => each !== rule);
        return rule.fault;
      }
    }
    return undefined;
  }
}

function matches({ operation, connectionName, connectionId }: Rule["on"], facts: RequestFacts): boolean {
  const wanted: readonly string[] | undefined = typeof operation === "string" ? [operation] : operation;
  return (
    (wanted === undefined || wanted.includes(facts.operation)) &&
    (connectionName === undefined || connectionName === facts.connectionName) &&
    (connectionId === undefined || connectionId === facts.connectionId)
  );
}
