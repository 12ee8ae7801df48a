/** The outputs that a preview shows. What only the platform knows is unknown. */
import { differenceOf } from "../model-connection/diff";
import { type Inputs, type State, UNKNOWN, without } from "../model-connection/properties";
import { stateWithoutWrite } from "../model-connection/wire";

const NOT_YET_KNOWN = { status: UNKNOWN, createdOn: UNKNOWN, modifiedOn: UNKNOWN };

export function plannedCreate(inputs: Inputs): object {
  const declared = without(inputs, ["adopt"]);
  const mask = (declared.headers ?? declared.headersEnv) ? "maskedHeaders" : "maskedApiKey";
  return { ...declared, ...NOT_YET_KNOWN, [mask]: UNKNOWN };
}

/** A PATCH changes the mask and the date. */
export function plannedUpdate(olds: State, news: Inputs): object {
  const state: State = stateWithoutWrite(olds, news);
  const { sendKey, inPlace } = differenceOf(olds, news);
  if (!sendKey && inPlace.length === 0) return state;
  const written = (["maskedApiKey", "maskedHeaders", "modifiedOn"] as const).filter((name) => name in state);
  const unknown = Object.fromEntries(written.map((name) => [name, UNKNOWN]));
  return { ...state, connectionName: news.connectionName, ...unknown };
}
