/** The parts of a URN: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
import { createHash } from "node:crypto";

export function projectOf(urn: string): string {
  return urn.split("::")[1] ?? "";
}

/** The logical name, which may itself contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The name of a provider that the program declares; undefined for the default provider, which the engine adds. */
export function explicitProvider(urn: string | undefined): string | undefined {
  const name = urn === undefined ? "" : nameOf(urn);
  return name === "" || /^default(_|$)/.test(name) ? undefined : name;
}

/** `<hash>:<logical name>`, from which the auto-name is derived: always the same for one resource of one stack. */
export function autoNameSeed(urn: string): string {
  return `${createHash("sha256").update(urn).digest("hex").slice(0, 16)}:${nameOf(urn)}`;
}
