/** What a change does, and to which properties. */
import { DiffResponse, type DiffRequest, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { isIgnored } from "../model-connection/ignored";
import type { Inputs } from "../model-connection/properties";
import { storedIn } from "./declared-keys";
import { detailedDiff } from "./detailed-diff";
import { withoutIgnored } from "./ignored-changes";
import { withUnchecked } from "./import";
import type { Instance } from "./instance";
import { unwrap } from "./values";

export async function diff(instance: Instance, request: DiffRequest): Promise<DiffResponse> {
  const urn = request.getUrn();
  const { values: state, inputs: stored } = storedIn(request.getOlds(), request.getOldInputs());
  const inputs = withUnchecked(unwrap<Inputs>(request.getNews()).values, state);
  const ignored = request.getIgnorechangesList();
  const { olds, news } = withoutIgnored(ignored, state, inputs);
  const { changes, replaces } = await instance.run(urn, () =>
    instance.hooks.diff(request.getId(), olds, news),
  );
  const details =
    changes || replaces.length > 0 ? detailedDiff({ ...olds }, { ...news }, replaces, stored.values) : [];
  const isInPlace = details.length > 0 && replaces.length === 0;
  if (isInPlace && instance.session.names.isDeclared(news.connectionName)) instance.changedInPlace.add(urn);
  if (!isIgnored("status", ignored) && isStatusFound(instance, urn, news))
    details.push(["status", changedStatus()]);
  return responseOf(changes, replaces, details);
}

function responseOf(
  changes: boolean,
  replaces: readonly string[],
  details: readonly (readonly [string, PropertyDiff])[],
): DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  const response = new DiffResponse();
  response.setChanges(changes || details.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  response.setDiffsList(details.map(([name]) => name));
  response.setHasdetaileddiff(true);
  for (const [name, each] of details) response.getDetaileddiffMap().set(name, each);
  return response;
}

/** A refresh shows a changed status even if the program declares none. An up doesn't: state already has the platform's status. */
function isStatusFound({ changedStatus, session }: Instance, urn: string, inputs: Inputs): boolean {
  return (
    inputs.status === undefined &&
    !session.names.isDeclared(inputs.connectionName) &&
    changedStatus.delete(urn)
  );
}

function changedStatus(): PropertyDiff {
  const diff = new PropertyDiff();
  diff.setKind(PropertyDiff.Kind.UPDATE);
  return diff;
}
