import { Pace } from "../../provider/api/pace";
import { rateLimit } from "../../emulator/rate-limit";

type Limiter = (now: () => number) => () => void;

interface Drive {
  readonly took: number;
  readonly refused: number;
}

/** Sends `count` requests on a clock of its own, `workers` at a time, each with an answer after 20 ms. */
function drive(pace: Pace, limiter: Limiter, count: number, start = 0, workers = 8): Drive {
  let [clock, toSend, refused, end] = [start, count, 0, start];
  const limit = limiter(() => clock);
  const queue: { at: number; run: () => void }[] = [];
  const later = (wait: number, run: () => void) => queue.push({ at: clock + wait, run });
  const begin = () => {
    if (toSend === 0) return;
    toSend--;
    leave();
  };
  const leave = () => later(pace.waitOfNext(clock), arrive);
  const arrive = () => {
    const [left, passes] = [clock, allowed(limit)];
    // A refusal is quick.
    later(passes ? 20 : 2, () => {
      if (passes) {
        pace.passed(left);
        end = clock;
        begin();
      } else {
        refused++;
        pace.refused(left, clock, 1_000);
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
  (perSecond: number): Limiter =>
  (now) =>
    rateLimit(perSecond, now);

/** So many in each second of the clock. */
const perWindow =
  (perSecond: number): Limiter =>
  (now) => {
    let [window, left] = [NaN, 0];
    return () => {
      const current = Math.floor(now() / 1_000);
      if (current !== window) [window, left] = [current, perSecond];
      if (left-- <= 0) throw new Error("Too many requests.");
    };
  };

test.each([10, 20, 50, 100])("a bucket of %i requests a second costs little more than its limit", (limit) => {
  for (let count = 5 * limit; count < 8 * limit; count += Math.ceil(limit / 7)) {
    const { took, refused } = drive(new Pace(), bucket(limit), count);
    expect(took / ((1_000 * (count - limit)) / limit)).toBeLessThan(1.15);
    // Once the limit shows it is kept to: of two rounds of refusals each has at most what is under way.
    expect(refused).toBeLessThanOrEqual(2 * 8);
  }
});

test("a limit that is counted by the second costs more at first, and less the longer it lasts", () => {
  expect(drive(new Pace(), perWindow(50), 400).took / 7_000).toBeLessThan(1.45);
  expect(drive(new Pace(), perWindow(50), 3_000).took / 59_000).toBeLessThan(1.25);
});

test("nothing waits where nothing was refused, and once is no limit", () => {
  const pace = new Pace();
  expect(drive(pace, () => () => undefined, 100)).toEqual({ took: 260, refused: 0 });
  pace.refused(1_000, 1_000, 500);
  expect(pace.waitOfNext(1_100)).toBe(400);
  expect(drive(pace, () => () => undefined, 100, 1_500)).toEqual({ took: 260, refused: 0 });
});

test("what waits for the end of a pause keeps waiting when the pause grows", () => {
  const pace = new Pace();
  pace.refused(0, 0, 1_000);
  pace.refused(0, 500, 2_000);
  expect(pace.waitOfNext(600)).toBe(1_900);
});

test("refusals far apart are no limit of requests a second", () => {
  const pace = new Pace();
  pace.refused(0, 0, 30_000);
  pace.passed(30_050);
  pace.refused(30_100, 30_100, 1_000);
  expect(pace.waitOfNext(32_000)).toBe(0);
  expect(pace.waitOfNext(32_000)).toBe(0);
});

test("a limit that was lifted is forgotten", () => {
  const pace = new Pace();
  drive(pace, bucket(10), 60);
  expect(drive(pace, () => () => undefined, 100, 20_000).took).toBeGreaterThan(5_000);
  expect(drive(pace, () => () => undefined, 100, 100_000).took).toBe(260);
});
