// What a chaos run does, drawn from one seed: rounds of a stack each, and the kills in them.
import { bothProviders, type ProviderUnderTest } from "../support/both-providers";
import {
  afterPost,
  anywhere,
  beforeDelete,
  beforePost,
  beforePostIsCommitted,
  beforeSaving,
  duringPost,
  duringReclaim,
  type KillPoint,
  secondCtrlC,
} from "../support/kill-points";

export interface Blow {
  readonly kill: KillPoint;
  /** From 0 to 1: how far through what is left to do. */
  readonly depth: number;
  readonly lateMs: number;
  readonly parallel: number;
}

export interface Round {
  readonly provider: ProviderUnderTest;
  readonly skipsCheckpoints: boolean;
  readonly creates: Blow[];
  readonly replacements: Blow[];
}

const ofCreates = [
  beforePost,
  duringPost,
  beforePostIsCommitted,
  afterPost,
  beforeSaving,
  secondCtrlC,
  anywhere,
  duringReclaim,
];
const ofReplacements = [beforeDelete, duringPost, afterPost, beforeSaving, secondCtrlC, anywhere];

/** Without end: whoever runs them counts the kills that hit. */
export function* rounds(seed: number): Generator<Round, never> {
  const random = generator(seed);
  const among = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const blow = (from: readonly KillPoint[]): Blow => {
    const kill = among(from);
    const span = kill === anywhere ? 2_500 : 150;
    return { kill, depth: random(), lateMs: Math.floor(random() * span), parallel: among([2, 4, 8]) };
  };
  const blows = (count: number, from: readonly KillPoint[]) =>
    Array.from({ length: count }, () => blow(from));
  for (let index = 0; ; index++) {
    const creates = blows(1 + Math.floor(random() * 4), ofCreates);
    // The first blow of a replacement is the one that this phase is there for.
    const replacements = [...blows(1, [beforeDelete]), ...blows(Math.floor(random() * 2), ofReplacements)];
    // Each provider has every other pair of rounds, one of them without checkpoints.
    const provider = bothProviders[Math.floor((index + 1) / 2) % 2]!;
    yield { provider, skipsCheckpoints: index % 2 === 1, creates, replacements };
  }
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
