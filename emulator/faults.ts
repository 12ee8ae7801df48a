// The fault rules: their schema, which requests they match, and how often they apply.
import { z } from "zod";
import type { FaultRule } from "./fault-rule";
import type { RequestFacts } from "./journal";
import { describeProblems } from "./validation-errors";

const milliseconds = z.int().min(0).max(3_600_000);
const status = z.int().min(200).max(599);

const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("reset") }),
  z.strictObject({ kind: z.literal("lostAnswer") }),
  z.strictObject({
    kind: z.literal("status"),
    status,
    retryAfter: z.union([z.number(), z.string(), z.strictObject({ inSeconds: z.number() })]).optional(),
    commit: z.boolean().default(false),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  }),
  z.strictObject({ kind: z.literal("slow"), milliseconds, commitFirst: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal("hang"), commit: z.boolean().default(false) }),
  z.strictObject({
    kind: z.literal("html"),
    status: status.default(200),
    commit: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal("proxy404") }),
  z.strictObject({ kind: z.literal("notFound") }),
  z.strictObject({ kind: z.literal("truncated"), commit: z.boolean().default(true) }),
  z.strictObject({
    kind: z.literal("wrongShape"),
    commit: z.boolean().default(true),
    body: z.unknown().default({ unexpected: true }),
  }),
  z.strictObject({
    kind: z.literal("echo"),
    status: status.default(500),
    commit: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal("redirect"), location: z.string(), status: status.default(302) }),
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

/** A rule, checked and with its defaults. */
export const faultRule = z.strictObject({
  on: z
    .strictObject({
      operation: z.union([operation, z.array(operation)]).optional(),
      connectionName: z.string().optional(),
      connectionId: z.string().optional(),
    })
    .default({}),
  skip: z.int().min(0).default(0),
  times: z.union([z.int().min(1), z.literal(Infinity), z.null()]).default(1),
  fault,
}) satisfies z.ZodType<unknown, FaultRule>;

type Rule = z.output<typeof faultRule>;
/** A fault, checked and with its defaults. */
export type Fault = Rule["fault"];

/** The rules of one emulator, in the order in which they were injected. */
export class Faults {
  #rules: Rule[] = [];

  /** @throws Error that names every problem of the rule */
  inject(rule: FaultRule): void {
    const parsed = faultRule.safeParse(rule);
    if (!parsed.success) throw new Error(`Could not inject the fault: ${describeProblems(parsed.error)}.`);
    const times = parsed.data.times ?? Infinity;
    this.#rules.push({ ...parsed.data, times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Copies of the rules that still apply to a request. */
  active(): Rule[] {
    return structuredClone(this.#rules);
  }

  /** The fault that this request meets, if any. Counts the request. */
  next(facts: RequestFacts): Fault | undefined {
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
  const operations: readonly string[] | undefined = typeof operation === "string" ? [operation] : operation;
  return (
    (operations === undefined || operations.includes(facts.operation)) &&
    (connectionName === undefined || connectionName === facts.connectionName) &&
    (connectionId === undefined || connectionId === facts.connectionId)
  );
}
