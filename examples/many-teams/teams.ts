/** A misspelled provider or a team without models does not compile. */
export interface Team {
  readonly name: string;
  readonly provider: "Open AI" | "Anthropic";
  readonly models: readonly [string, ...string[]];
}

export const teams: readonly Team[] = [
  { name: "support", provider: "Open AI", models: ["gpt-4o", "gpt-4o-mini"] },
  { name: "research", provider: "Anthropic", models: ["claude-3-5-haiku-20241022"] },
];
