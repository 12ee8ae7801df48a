// The ways in which a run is killed: what makes the moment wide enough to hit, how it is seen, and what ends the run there.
import type { Emulator, FaultRule, JournalEntry } from "pulumi-model-connections/emulator";
import type { RunningCommand } from "./stack";
import { until } from "./until";

/** One way to die; `nth` says at which of the connections. */
export interface Kill {
  readonly name: string;
  /** Faults that make the moment last. */
  readonly slowly: FaultRule[];
  /** Resolves to false when the run has ended before. */
  readonly moment: (run: RunningCommand, emulator: Emulator, nth: number) => Promise<boolean>;
  /** SIGKILL when left out; resolves once the run is over. */
  readonly end?: (run: RunningCommand) => Promise<unknown>;
}

const SLOW = 800;

const all = (operation: "list" | "get" | "create" | "update", commitFirst = true): FaultRule => ({
  on: { operation },
  times: Infinity,
  fault: { kind: "slow", milliseconds: SLOW, commitFirst },
});

/** The nth request of a kind has arrived, or has been answered. */
const seen =
  (operation: JournalEntry["operation"], answered = false): Kill["moment"] =>
  async (run, emulator, nth) => {
    let ended = false;
    void run.wait().then(() => (ended = true));
    const count = () =>
      emulator.journal().filter((each) => each.operation === operation && (!answered || each.status > 0))
        .length;
    await until(`${operation} number ${nth}`, () => count() >= nth || ended, 120_000);
    return !ended;
  };

export const beforePost: Kill = {
  name: "before the first POST",
  slowly: [all("list")],
  moment: (run, emulator) => seen("list")(run, emulator, 1),
};
export const inPost: Kill = {
  name: "between POST and answer",
  slowly: [all("create")],
  moment: seen("create"),
};
/** The platform carries the POST out after the run has gone. */
export const inPostCommittedLate: Kill = {
  name: "between POST and its being carried out",
  slowly: [all("create", false)],
  moment: seen("create"),
};
export const afterAnswer: Kill = {
  name: "between answer and read-back",
  slowly: [all("get")],
  moment: seen("create", true),
};
export const beforeSaving: Kill = {
  name: "between read-back and the saving of state",
  slowly: [],
  moment: seen("get", true),
};
/** Somebody who is in a hurry: the engine ends without waiting for its hooks. */
export const secondCtrlC: Kill = {
  name: "by a second Ctrl-C between POST and answer",
  slowly: [all("create")],
  moment: seen("create"),
  end: async (run) => {
    run.kill("SIGINT");
    await run.until("^C received");
    run.kill("SIGINT");
    await run.wait();
  },
};
/** After an earlier kill: the look at a connection that is to be taken is under way. */
export const whileTaking: Kill = {
  name: "while it takes what an earlier run has made",
  slowly: [all("get")],
  moment: seen("get"),
};
/** Of a fleet with `deletionPolicy: "scrub"`: the key of one that was replaced is being overwritten. */
export const whileScrubbing: Kill = {
  name: "between create and the end of the delete of a replacement",
  slowly: [all("update")],
  moment: seen("update"),
};
/** As soon as the engine says so; nothing makes this moment last. */
export const beforeDelete: Kill = {
  name: "between create and delete of a replacement",
  slowly: [],
  moment: (run, _, nth) =>
    run.until(new RegExp(`(deleting original[^]*){${nth}}`)).then(
      () => true,
      () => false,
    ),
};
/** With a random delay behind it. */
export const anywhere: Kill = {
  name: "anywhere after its first request",
  slowly: [],
  moment: (run, emulator) => seen("list")(run, emulator, 1),
};
