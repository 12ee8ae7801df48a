// The ways a key is shown: the reference has two, and platforms differ enough that a test wants a third.
const STARS = "*".repeat(15);

// "sk-***************" of "Get Connection by ID". A long first part is no prefix but half the key.
const prefix = (key: string): string => `${/^[^-]{1,8}-/.exec(key)?.[0] ?? ""}${STARS}`;

// "sk***************MQAA" of "Create Connection".
const edges = (key: string): string =>
  key.length < 12 ? STARS : `${key.slice(0, 2)}${STARS}${key.slice(-4)}`;

const stars = (): string => STARS;

export interface Mask {
  /** In the answer to a GET. */
  readonly read: (key: string) => string;
  /** In the answer to a POST or PATCH. */
  readonly write: (key: string) => string;
}

export const maskStyles = ["reference", "edges", "stars"] as const;
/** How keys are shown; see {@link EmulatorOptions.maskStyle}. */
export type MaskStyle = (typeof maskStyles)[number];

export const masks: Readonly<Record<MaskStyle, Mask>> = {
  reference: { read: prefix, write: edges },
  edges: { read: edges, write: edges },
  stars: { read: stars, write: stars },
};
