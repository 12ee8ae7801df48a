/** Warns of settings in the stack's configuration that don't exist and so have no effect, such as `model-connections:hots`. */
import * as pulumi from "@pulumi/pulumi";
import { unknownInStack, withSuggestion } from "../unknown-settings";

const NAMESPACE = "model-connections";

/** The stacks that were checked: a process of the Automation API can run more than one. */
const checked = new WeakSet<pulumi.Resource>();

/** Warns once for each run of a program. It is not an error, because a setting without effect must not break a stack that works. */
export function checkStackSettings(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || checked.has(stack)) return;
  checked.add(stack);
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(`${NAMESPACE}:`));
  const given = keys.map((key) => key.slice(NAMESPACE.length + 1));
  for (const name of unknownInStack(given, pulumi.getProject()))
    void pulumi.log.warn(
      `${NAMESPACE}: ${withSuggestion(name, `in the stack's configuration is not a setting of ${NAMESPACE}, so it has no effect`)}`,
    );
}
