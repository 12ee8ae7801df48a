// What the language of a program costs: Pulumi's runtime checks the types of one in TypeScript.
import type { OpenEstate } from "./estates.mts";
import { median } from "./figures.mts";
import type { Language } from "./programs.mts";
import type { Estate } from "./subject.mts";

export interface LanguageCost {
  readonly program: string;
  /** Seconds of an up without changes of one connection; the median. */
  readonly wall: number;
}

/** As in a fresh container: without it the runtime finds what an earlier run has compiled. */
const uncached = { TS_NODE_CACHE: "false" };

const programs: readonly { program: string; language: Language; env: Record<string, string> }[] = [
  { program: "JavaScript", language: "JavaScript", env: {} },
  { program: "TypeScript, in a fresh container", language: "TypeScript", env: uncached },
  {
    program: "TypeScript, in a fresh container, PULUMI_NODEJS_TRANSPILE_ONLY=true",
    language: "TypeScript",
    env: { ...uncached, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  },
  { program: "TypeScript, after an earlier run", language: "TypeScript", env: {} },
];

export async function costsOfLanguages(open: OpenEstate, runs: number): Promise<LanguageCost[]> {
  const estates: Estate[] = [];
  try {
    for (const { language } of programs) estates.push(await open("ours", 1, { language }));
    for (const estate of estates) await estate.run("first up");
    const walls = programs.map((): number[] => []);
    for (let run = 0; run < runs; run++)
      for (const [index, estate] of estates.entries()) {
        const { cost } = await estate.run("no-change up", programs[index]?.env);
        walls[index]?.push(cost.wall);
      }
    return programs.map(({ program }, index) => ({ program, wall: median(walls[index] ?? []) }));
  } finally {
    for (const estate of estates) await estate.close();
  }
}
