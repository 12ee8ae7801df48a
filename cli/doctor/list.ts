// The list of connections: how many there are, whether it is complete, and which have equal names or are switched off.
import { ConnectionsApiError, type ListedConnection, type Listing } from "../../provider/client";
import { printableList, quoted } from "../../provider/printable";
import type { Outcome } from "./examination";
import { failure } from "./failure";
import type { Platform } from "./settings";

/** Requests the complete list, as the provider does before it creates connections. */
export async function checkList(
  { platform: { client } }: { platform: Platform },
  withNames: boolean,
): Promise<Outcome<Listing>> {
  try {
    const listing = await client.listing();
    const complete = completeness(listing);
    const remarks = [complete, equalNames(listing, withNames), switchedOff(listing, withNames)];
    const text = remarks.map((remark) => remark.text).filter((part) => part !== "");
    const advice = remarks.flatMap((remark) => remark.advice ?? []);
    return client.withoutSecrets({
      ok: complete.ok,
      text: text.join("; "),
      advice: advice.length === 0 ? undefined : advice.join(" "),
      found: listing,
    });
  } catch (error) {
    if (error instanceof ConnectionsApiError) return failure(error, withNames);
    throw error;
  }
}

/** A property of the list, and what to do about it. */
interface Remark {
  readonly text: string;
  readonly advice?: string;
}

function completeness({ connections: { length }, missing }: Listing): Remark & Pick<Outcome, "ok"> {
  if (missing === 0) return { ok: true, text: `${length} connection${length === 1 ? "" : "s"}, complete` };
  if (missing === "unknown")
    return {
      ok: null,
      text: `${length} connections; the platform does not say how many there are`,
      advice: `The list may be cut after ${length}: count the connections in the console. If it is cut, ask the platform's operator for a larger limit. ${CUT}`,
    };
  return {
    ok: false,
    text: `only ${length} of ${length + missing} connections, whatever the limit and the filters`,
    advice: `Ask the platform's operator for a larger limit. ${CUT}`,
  };
}

const CUT =
  "Among the other connections, the provider finds neither a name that is already in use, nor one to adopt, nor what an interrupted run created.";

function equalNames({ connections }: Listing, withNames: boolean): Remark {
  const groups = [...Map.groupBy(connections, ({ connectionName }) => connectionName).values()];
  const equal = groups.filter(({ length }) => length > 1);
  if (equal.length === 0) return { text: "no equal names" };
  const list = printableList(equal.map((group) => group.map((each) => labelOf(each, withNames)).join(" = ")));
  const count = equal.reduce((sum, { length }) => sum + length, 0);
  return {
    text: `${count} connections with equal names (${list})`,
    advice:
      "A connection can be adopted only if no other one has its name: delete the others in the console, if nothing uses them. A connection can't be renamed.",
  };
}

function switchedOff({ connections }: Listing, withNames: boolean): Remark {
  const off = connections.filter(({ status }) => status === "INACTIVE");
  if (off.length === 0) return { text: "none is switched off" };
  return {
    text: `${off.length} switched off (${printableList(off.map((each) => labelOf(each, withNames)))})`,
    advice: "The API can't switch a connection on: do it in the console if it should be in use.",
  };
}

/** The id, and the name only if it was asked for, because users paste the output into tickets. */
export function labelOf({ connectionId, connectionName }: ListedConnection, withNames: boolean): string {
  return withNames ? `${connectionId} ${quoted(connectionName)}` : connectionId;
}
