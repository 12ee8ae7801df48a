/** Problems of arguments or settings, in the form that the engine's protocol requires. */
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";

/** A failure that names a property makes the engine print that property's value, secret or not. */
export function failuresOf(reasons: readonly string[]): CheckFailure[] {
  return reasons.map((reason) => {
    const failure = new CheckFailure();
    failure.setReason(reason);
    return failure;
  });
}
