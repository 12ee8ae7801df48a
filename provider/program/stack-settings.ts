/** Warns of settings in the stack's configuration that don't exist and so have no effect, such as `model-connections:hots`. */
import * as pulumi from "@pulumi/pulumi";
import { SETTINGS } from "../settings-table";
import { shownName, similar, suggestion } from "../suggestion";

const NAMESPACE = "model-connections";
const KNOWN: readonly string[] = Object.keys(SETTINGS);

/** The stacks that were checked: a process of the Automation API can run more than one. */
const checked = new WeakSet<pulumi.Resource>();

/** Warns once for each run of a program. It is not an error, because a setting without effect must not break a stack that works. */
export function checkStackSettings(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || checked.has(stack)) return;
  checked.add(stack);
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(`${NAMESPACE}:`));
  const given = keys.map((key) => key.slice(NAMESPACE.length + 1));
  for (const name of given.filter((each) => !KNOWN.includes(each) && !isOfTheProject(each, given)))
    void pulumi.log.warn(
      `${NAMESPACE}: ${shownName(name)} in the stack's configuration is not a setting of ${NAMESPACE}, so it has no effect${suggestion(name, KNOWN)}`,
    );
}

/** A project that is itself called model-connections has its own configuration in this namespace. */
function isOfTheProject(name: string, given: readonly string[]): boolean {
  if (pulumi.getProject() !== NAMESPACE) return false;
  const meant = similar(name, KNOWN);
  return meant === undefined || given.includes(meant);
}
