// Runs checks one after the other. Each gets what earlier checks found, and is not run if one that it needs failed.

/** What the output calls each check. */
export const TITLES = {
  settings: "Settings",
  proxy: "Proxy",
  nameResolution: "Name resolution",
  certificate: "Certificate",
  response: "Connections API",
  clock: "Clock",
  key: "API key",
  viewScope: 'Scope "View Connections"',
  manageScope: 'Scope "Manage Connections"',
  list: "List",
  connection: "One connection",
} as const;

/** The names of the checks in JSON. */
export type CheckName = keyof typeof TITLES;

/** A check as the command reports it. */
export interface CheckResult {
  readonly name: CheckName;
  /** `null` if it was not checked, or if the result is unknown. */
  readonly ok: boolean | null;
  readonly text: string;
  /** What to do; for a passed check, what to watch. */
  readonly advice: string | null;
  /** How long it took; `null` if it did not run. */
  readonly milliseconds: number | null;
}

/** What a check returns. Without `found`, the checks that need this one are not run. */
export interface Outcome<T = undefined> {
  readonly ok: boolean | null;
  readonly text: string;
  readonly advice?: string | undefined;
  readonly found?: T;
}

/** A check that was run, or was not run because another one failed. */
export interface Step<T> {
  readonly found: T | undefined;
  /** If there is no `found`, the check that failed: this one, or one that this one needs. */
  readonly failed: CheckName;
}

type Needs = Readonly<Record<string, Step<unknown>>>;
type Found<N extends Needs> = { readonly [K in keyof N]: NonNullable<N[K]["found"]> };

/** The checks of one run of the command. */
export class Examination {
  readonly results: CheckResult[] = [];
  readonly #onResult: (result: CheckResult) => void;

  constructor(onResult: (result: CheckResult) => void) {
    this.#onResult = onResult;
  }

  async step<N extends Needs, T>(
    name: CheckName,
    needs: N,
    check: (found: Found<N>) => Outcome<T> | Promise<Outcome<T>>,
  ): Promise<Step<T>> {
    const missing = Object.values(needs).find(({ found }) => found === undefined);
    if (missing !== undefined) return this.#leftOut(name, missing.failed);
    const found = Object.fromEntries(Object.entries(needs).map(([key, step]) => [key, step.found]));
    const began = performance.now();
    const outcome = await check(found as Found<N>);
    const { ok, text, advice = null } = outcome;
    this.#report({ name, ok, text, advice, milliseconds: Math.round(performance.now() - began) });
    return { found: outcome.found, failed: name };
  }

  #leftOut<T>(name: CheckName, failed: CheckName): Step<T> {
    const text = `not checked, because the check "${TITLES[failed].replaceAll('"', "")}" failed`;
    this.#report({ name, ok: null, text, advice: null, milliseconds: null });
    return { found: undefined, failed };
  }

  #report(result: CheckResult): void {
    this.results.push(result);
    this.#onResult(result);
  }
}
