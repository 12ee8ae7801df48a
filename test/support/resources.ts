// A stack's resources in a form that two exports can be compared in.
import type { EngineStack } from "./stack";
import type { StateResource } from "./state";

/** In clear, since each export encrypts anew; without what any run renews: the time of it, and dependencies on nothing. */
export async function resourcesOf(stack: EngineStack): Promise<StateResource[]> {
  const { deployment } = await stack.exportState({ showSecrets: true });
  return (deployment.resources ?? []).map((resource) => ({
    ...resource,
    modified: undefined,
    propertyDependencies: undefined,
  }));
}
