// The connections that every subject declares: three providers in turn, each connection with its own key.

/** Without provider "API": its key can't be rotated in place. */
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
] as const;

export interface Wanted {
  readonly name: string;
  readonly args: (typeof kinds)[number];
  readonly apiKey: string;
}

/** `size` connections. The first `rotated` of them have their second key. */
export function fleet(size: number, rotated: number): Wanted[] {
  return Array.from({ length: size }, (_, index) => ({
    name: `member${index}`,
    args: kinds[index % kinds.length] ?? kinds[0],
    apiKey: `sk-bench-${index}-${index < rotated ? "second" : "first"}`,
  }));
}
