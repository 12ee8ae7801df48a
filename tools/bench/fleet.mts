// The connections that every subject of the benchmark declares: three providers in turn, each with a key of its own.

export interface Wanted {
  readonly name: string;
  readonly args: Args;
  readonly apiKey: string;
}

type Args =
  | { provider: "Open AI" | "Anthropic"; model: string }
  | {
      provider: "Azure Open AI";
      model: string;
      apiVersion: string;
      resourceName: string;
      deploymentId: string;
    };

/** Provider "API" is left out: its key can't be exchanged in place. */
const kinds = [
  { provider: "Open AI", model: "gpt-4o" },
  {
    provider: "Azure Open AI",
    model: "GPT-4",
    apiVersion: "2024-08-01-preview",
    resourceName: "my-azure-resource",
    deploymentId: "my-deployment",
  },
  { provider: "Anthropic", model: "claude-3-5-haiku-20241022" },
] as const satisfies readonly Args[];

/** `size` of them, of which the first `rotated` have their second key. */
export function fleet(size: number, rotated: number): Wanted[] {
  return Array.from({ length: size }, (_, index) => ({
    name: `member${index}`,
    args: kinds[index % kinds.length] ?? kinds[0],
    apiKey: `sk-bench-${index}-${index < rotated ? "second" : "first"}`,
  }));
}
