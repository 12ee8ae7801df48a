/** Which properties a plan shows, and which of them require a new connection. */
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { sameJson } from "../json";
import { ARGUMENTS } from "../model-connection/check";
import { statusAgrees } from "../model-connection/status";

type Values = Readonly<Record<string, unknown>>;

/** Not arguments, but useful in a plan: the platform, the key's id, and a key that was changed outside Pulumi. */
const ALSO_SHOWN = ["host", "apiKeyId", "apiKeyDrift"];

/**
 * @param replaces the properties that require a new connection
 * @param stored the inputs in state, which lack what only an update with unknown outcome has recorded
 */
export function detailedDiff(olds: Values, news: Values, replaces: readonly string[], stored: Values) {
  const names = [...ARGUMENTS, ...ALSO_SHOWN].filter(
    (name) => replaces.includes(name) || isShown(name, olds, news),
  );
  return names.map((name) => {
    const diff = new PropertyDiff();
    diff.setKind(kindOf(olds[name], news[name], replaces.includes(name)));
    diff.setInputdiff(name !== "apiKeyDrift" || stored[name] !== undefined);
    return [name, diff] as const;
  });
}

function isShown(name: string, olds: Values, news: Values): boolean {
  if (name === "adopt") return olds["__taken"] === true && news["adopt"] === true;
  if (name === "status")
    return !statusAgrees(news["status"], olds["status"]) || olds["__status"] !== news["status"];
  // The name in state may end in a number.
  const before = name === "connectionName" ? (olds["__asked"] ?? olds[name]) : olds[name];
  return !sameJson(before, news[name]);
}

function kindOf(before: unknown, after: unknown, isReplaced: boolean): PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  if (before === undefined) return isReplaced ? ADD_REPLACE : ADD;
  if (after === undefined) return isReplaced ? DELETE_REPLACE : DELETE;
  return isReplaced ? UPDATE_REPLACE : UPDATE;
}
