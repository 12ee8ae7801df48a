import { Pace } from "../../provider/api/rate-limiter";
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
  const leave = () => later(pace.placeInRow(clock), waitForIt);
  const waitForIt = () => (pace.pause(clock) > 0 ? later(pace.pause(clock), waitForIt) : arrive());
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
    // Once the limit shows it is kept to: of three rounds of refusals each has at most what is under way.
    expect(refused).toBeLessThanOrEqual(3 * 8);
  }
});

test("a limit that is counted by the second costs more at first, and less the longer it lasts", () => {
  expect(drive(new Pace(), perWindow(50), 400).took / 7_000).toBeLessThan(1.45);
  expect(drive(new Pace(), perWindow(50), 3_000).took / 59_000).toBeLessThan(1.25);
});

const unlimited: Limiter = () => () => undefined;

test("nothing waits where nothing was refused, and once is no limit", () => {
  const pace = new Pace();
  expect(drive(pace, unlimited, 100)).toEqual({ took: 260, refused: 0 });
  pace.refused(1_000, 1_000, 500);
  expect(pace.pause(1_100)).toBe(400);
  expect(drive(pace, unlimited, 100, 1_500)).toEqual({ took: 260, refused: 0 });
});

test("a pause that grows holds everybody longer, and ends", () => {
  const pace = new Pace();
  pace.refused(0, 0, 1_000);
  pace.refused(0, 500, 2_000);
  expect(pace.pause(600)).toBe(1_900);
  expect(pace.pause(2_500)).toBe(0);
});

test("refusals that don't come at one rate are no limit", () => {
  const pace = new Pace();
  drive(pace, bucket(20), 30);
  pace.refused(9_000, 9_000, 1_000);
  pace.refused(30_000, 30_000, 1_000);
  expect(drive(pace, unlimited, 100, 31_000).took).toBe(260);
});

test("nobody waits long for a place, however many there are", () => {
  const pace = new Pace();
  drive(pace, bucket(10), 80);
  const waits = Array.from({ length: 500 }, () => pace.placeInRow(9_000));
  expect(Math.max(...waits)).toBeGreaterThan(500);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
});

test("a limit that was lifted is forgotten", () => {
  const pace = new Pace();
  drive(pace, bucket(10), 80);
  expect(drive(pace, unlimited, 100, 20_000).took).toBeGreaterThan(5_000);
  expect(drive(pace, unlimited, 100, 100_000).took).toBe(260);
});
