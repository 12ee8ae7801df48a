/** Finds settings that don't exist, and so would have no effect. */
import { SETTINGS } from "./settings-table";
import { shownName, similar, suggestion } from "./suggestion";

const KNOWN: readonly string[] = Object.keys(SETTINGS);

/**
 * Each name in a stack's configuration that isn't a setting, for a message. A project that is itself called
 * model-connections has its own configuration in this namespace.
 */
export function unknownInStack(given: readonly string[], project: string): string[] {
  return given.filter(
    (name) => !KNOWN.includes(name) && !(project === "model-connections" && isOfTheProject(name, given)),
  );
}

/** What is wrong with each argument of an explicit provider that isn't a setting. */
export function unknownArguments(given: readonly string[]): string[] {
  return given
    .filter((name) => !KNOWN.includes(name))
    .map(
      (name) =>
        `${shownName(name)} is not a setting${suggestion(name, KNOWN) || `; the settings are ${KNOWN.join(", ")}`}`,
    );
}

/** The name for a message, and the setting that may be meant. */
export function withSuggestion(name: string, what: string): string {
  return `${shownName(name)} ${what}${suggestion(name, KNOWN)}`;
}

function isOfTheProject(name: string, given: readonly string[]): boolean {
  const meant = similar(name, KNOWN);
  return meant === undefined || given.includes(meant);
}
