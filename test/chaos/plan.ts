// What a chaos run does, drawn from one seed: rounds of a stack each, and the kills in them.
import {
  afterAnswer,
  anywhere,
  beforeDelete,
  beforePost,
  beforeSaving,
  inPost,
  inPostCommittedLate,
  secondCtrlC,
  whileTaking,
  type Kill,
} from "../engine/harness/kills";

export interface Blow {
  readonly kill: Kill;
  /** From 0 to 1: how far through what is left to do. */
  readonly depth: number;
  readonly lateMs: number;
  readonly parallel: number;
}

export interface Round {
  readonly skipsCheckpoints: boolean;
  readonly creates: Blow[];
  readonly replacements: Blow[];
}

const ofCreates = [
  beforePost,
  inPost,
  inPostCommittedLate,
  afterAnswer,
  beforeSaving,
  secondCtrlC,
  anywhere,
  whileTaking,
];
const ofReplacements = [beforeDelete, inPost, afterAnswer, beforeSaving, secondCtrlC, anywhere];

export function planned(seed: number, kills: number): Round[] {
  const random = generator(seed);
  const among = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const blow = (from: readonly Kill[]): Blow => {
    const kill = among(from);
    const span = kill === anywhere ? 2_500 : 150;
    return { kill, depth: random(), lateMs: Math.floor(random() * span), parallel: among([2, 8, 16]) };
  };
  const blows = (count: number, from: readonly Kill[]) => Array.from({ length: count }, () => blow(from));
  const rounds: Round[] = [];
  for (let left = kills; left > 0;) {
    const creates = Math.min(left, 1 + Math.floor(random() * 4));
    const replacements = Math.min(left - creates, Math.floor(random() * 3));
    left -= creates + replacements;
    rounds.push({
      skipsCheckpoints: rounds.length % 2 === 1,
      creates: blows(creates, ofCreates),
      // The first blow is the one that this phase is there for.
      replacements: blows(replacements, ofReplacements).map((each, index) =>
        index === 0 ? { ...each, kill: beforeDelete } : each,
      ),
    });
  }
  return rounds;
}

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
