// The rate limiter against the emulator's limits, on a simulated clock.
import { RateLimiter } from "../../provider/api/rate-limiter";
import { rateLimit } from "../../emulator/rate-limit";

/** The platform's side: throws if it refuses a request. */
type Limit = (now: () => number) => () => void;

interface Drive {
  readonly took: number;
  readonly refused: number;
}

/** Sends `count` requests on a simulated clock, `workers` at a time. Each response arrives after 20 ms. */
function drive(limiter: RateLimiter, platform: Limit, count: number, start = 0, workers = 8): Drive {
  let [clock, toSend, refused, end] = [start, count, 0, start];
  const limit = platform(() => clock);
  const queue: { at: number; run: () => void }[] = [];
  const later = (wait: number, run: () => void) => queue.push({ at: clock + wait, run });
  const begin = () => {
    if (toSend === 0) return;
    toSend--;
    leave();
  };
  const leave = () => later(limiter.reserve(clock), waitForIt);
  const waitForIt = () =>
    limiter.pauseLeft(clock) > 0 ? later(limiter.pauseLeft(clock), waitForIt) : arrive();
  const arrive = () => {
    const [left, passes] = [clock, allowed(limit)];
    // A refusal arrives sooner.
    later(passes ? 20 : 2, () => {
      if (passes) {
        limiter.passed(left);
        end = clock;
        begin();
      } else {
        refused++;
        limiter.refused(left, clock, 1_000);
        later(1_000, leave);
      }
    });
  };
  for (let worker = 0; worker < workers; worker++) begin();
  while (queue.length > 0) {
    queue.sort((a, b) => b.at - a.at);
    const { at, run } = queue.pop()!;
    clock = at;
    run();
  }
  return { took: end - start, refused };
}

function allowed(limit: () => void): boolean {
  try {
    limit();
    return true;
  } catch {
    return false;
  }
}

const bucket =
  (perSecond: number): Limit =>
  (now) =>
    rateLimit(perSecond, now);

/** So many requests in each second of the clock. */
const perWindow =
  (perSecond: number): Limit =>
  (now) => {
    let [window, left] = [NaN, 0];
    return () => {
      const current = Math.floor(now() / 1_000);
      if (current !== window) [window, left] = [current, perSecond];
      if (left-- <= 0) throw new Error("Too many requests.");
    };
  };

test.each([10, 20, 50, 100])("a token bucket of %i requests a second is used almost completely", (limit) => {
  for (let count = 5 * limit; count < 8 * limit; count += Math.ceil(limit / 7)) {
    const { took, refused } = drive(new RateLimiter(), bucket(limit), count);
    expect(took / ((1_000 * (count - limit)) / limit)).toBeLessThan(1.15);
    // Three rounds of refusals measure the limit. Each has as many 429s as requests are under way, at most.
    expect(refused).toBeLessThanOrEqual(3 * 8);
  }
});

test("a limit per second of the clock costs more, and less the longer it lasts", () => {
  expect(drive(new RateLimiter(), perWindow(50), 400).took / 7_000).toBeLessThan(1.45);
  expect(drive(new RateLimiter(), perWindow(50), 3_000).took / 59_000).toBeLessThan(1.25);
});

const unlimited: Limit = () => () => undefined;

test("no request waits before a 429, and one 429 is not a limit", () => {
  const limiter = new RateLimiter();
  expect(drive(limiter, unlimited, 100)).toEqual({ took: 260, refused: 0 });
  limiter.refused(1_000, 1_000, 500);
  expect(limiter.pauseLeft(1_100)).toBe(400);
  expect(drive(limiter, unlimited, 100, 1_500)).toEqual({ took: 260, refused: 0 });
});

test("a later 429 extends the pause, and the pause ends", () => {
  const limiter = new RateLimiter();
  limiter.refused(0, 0, 1_000);
  limiter.refused(0, 500, 2_000);
  expect(limiter.pauseLeft(600)).toBe(1_900);
  expect(limiter.pauseLeft(2_500)).toBe(0);
});

test("429s that do not come at one rate are not a limit", () => {
  const limiter = new RateLimiter();
  drive(limiter, bucket(20), 30);
  limiter.refused(9_000, 9_000, 1_000);
  limiter.refused(30_000, 30_000, 1_000);
  expect(drive(limiter, unlimited, 100, 31_000).took).toBe(260);
});

test("a slot is at most a second away, however many requests wait", () => {
  const limiter = new RateLimiter();
  drive(limiter, bucket(10), 80);
  const waits = Array.from({ length: 500 }, () => limiter.reserve(9_000));
  expect(Math.max(...waits)).toBeGreaterThan(500);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
});

test("a limit that no longer exists is forgotten", () => {
  const limiter = new RateLimiter();
  drive(limiter, bucket(10), 80);
  expect(drive(limiter, unlimited, 100, 20_000).took).toBeGreaterThan(5_000);
  expect(drive(limiter, unlimited, 100, 100_000).took).toBe(260);
});

test("a 429 right after a pause is not a limit", () => {
  const limiter = new RateLimiter();
  limiter.refused(0, 0, 1_000);
  limiter.refused(1_000, 1_000, 1_000);
  expect(drive(limiter, unlimited, 40, 2_000).took).toBe(100);
  limiter.refused(2_200, 2_200, 1_000);
  expect(drive(limiter, unlimited, 100, 3_200).took).toBe(260);
});
