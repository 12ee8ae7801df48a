// The ways to mask a key. The reference shows two; platforms differ, so tests need a third.
const STARS = "*".repeat(15);

// "sk-***************" of "Get Connection by ID". A long first part is not a prefix: it is half the key.
const prefix = (key: string): string => `${/^[^-]{1,8}-/.exec(key)?.[0] ?? ""}${STARS}`;

// "sk***************MQAA" of "Create Connection".
const edges = (key: string): string =>
  key.length < 12 ? STARS : `${key.slice(0, 2)}${STARS}${key.slice(-4)}`;

const stars = (): string => STARS;

/** How one style masks a key. */
export interface Mask {
  /** In the response to a GET. */
  readonly read: (key: string) => string;
  /** In the response to a POST or PATCH. */
  readonly write: (key: string) => string;
}

/** The values of the option `maskStyle`. */
export const maskStyles = ["reference", "edges", "stars"] as const;
/** How keys are masked; see {@link EmulatorOptions.maskStyle}. */
export type MaskStyle = (typeof maskStyles)[number];

/** The mask of each style. */
export const masks: Readonly<Record<MaskStyle, Mask>> = {
  reference: { read: prefix, write: edges },
  edges: { read: edges, write: edges },
  stars: { read: stars, write: stars },
};
