// The points at which a run is killed: what makes the moment long enough to hit, how it is recognised, and how the run ends there.
import type { Emulator, FaultRule, JournalEntry } from "pulumi-model-connections/emulator";
import { until } from "./processes";
import type { EngineCommand } from "./stack";

export interface KillPoint {
  readonly name: string;
  /** Faults that make the moment last. */
  readonly slowly: FaultRule[];
  /** Waits for the nth connection to reach the moment. Resolves to false when the run ends first. */
  readonly reached: (run: EngineCommand, emulator: Emulator, nth: number) => Promise<boolean>;
  /** Ends the run; SIGKILL if omitted. */
  readonly end?: (run: EngineCommand) => Promise<unknown>;
}

const SLOW_MS = 800;

const all = (operation: "list" | "get" | "create" | "update", commitFirst = true): FaultRule => ({
  on: { operation },
  times: Infinity,
  fault: { kind: "slow", milliseconds: SLOW_MS, commitFirst },
});

/** The nth request of an operation has arrived, or has its response. */
const seen =
  (operation: JournalEntry["operation"], { responded = false } = {}): KillPoint["reached"] =>
  async (run, emulator, nth) => {
    let ended = false;
    void run.wait().then(() => (ended = true));
    const count = () =>
      emulator.journal().filter((each) => each.operation === operation && (!responded || each.status > 0))
        .length;
    await until(`${operation} number ${nth}`, () => count() >= nth || ended, 120_000);
    return !ended;
  };

export const beforePost: KillPoint = {
  name: "before the first POST",
  slowly: [all("list")],
  reached: (run, emulator) => seen("list")(run, emulator, 1),
};
export const duringPost: KillPoint = {
  name: "between POST and response",
  slowly: [all("create")],
  reached: seen("create"),
};
export const beforePostIsCommitted: KillPoint = {
  name: "between POST and its commit, which happens after the run has ended",
  slowly: [all("create", false)],
  reached: seen("create"),
};
export const afterPost: KillPoint = {
  name: "between the response to POST and the read-back",
  slowly: [all("get")],
  reached: seen("create", { responded: true }),
};
export const beforeSaving: KillPoint = {
  name: "between the read-back and the saving of state",
  slowly: [],
  reached: seen("get", { responded: true }),
};
/** The engine ends without waiting for its hooks. */
export const secondCtrlC: KillPoint = {
  name: "by a second Ctrl-C between POST and response",
  slowly: [all("create")],
  reached: seen("create"),
  end: async (run) => {
    run.kill("SIGINT");
    await run.until("^C received");
    run.kill("SIGINT");
    await run.wait();
  },
};
/** After an earlier kill: the GET of a connection that will be reclaimed is under way. */
export const duringReclaim: KillPoint = {
  name: "while it reclaims a connection of an interrupted create",
  slowly: [all("get")],
  reached: seen("get"),
};
/** Of a fleet with `deletionPolicy: "scrub"`: the key of a replaced connection is being overwritten. */
export const duringScrub: KillPoint = {
  name: "between create and the end of the delete of a replacement",
  slowly: [all("update")],
  reached: seen("update"),
};
/** As soon as the engine prints it. Only a fleet with `deletionPolicy: "scrub"` makes this moment last: its PATCH gets no response. */
export const beforeDelete: KillPoint = {
  name: "between create and delete of a replacement",
  slowly: [{ on: { operation: "update" }, times: Infinity, fault: { kind: "hang" } }],
  reached: (run, _, nth) =>
    run.until(new RegExp(`(deleting original[^]*){${nth}}`)).then(
      () => true,
      () => false,
    ),
};
/** With a random delay added. */
export const anywhere: KillPoint = {
  name: "anywhere after its first request",
  slowly: [],
  reached: (run, emulator) => seen("list")(run, emulator, 1),
};
