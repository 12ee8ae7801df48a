// Waiting for one of the connections to the platform uses up no attempt's time.
import { Deadline } from "../../provider/api/deadline";
import { Gate, MOST_CONNECTIONS } from "../../provider/api/gate";
import { openAi } from "../emulator/platform";
import { clientOf, counted, failureOf, start } from "./platform";

test("200 POSTs at once, 0.7 s each, with attempts of 2 s: all are created, none has an unclear outcome", async () => {
  const emulator = await start({ uniqueKeys: false });
  emulator.faults.inject({
    on: { operation: "create" },
    times: Infinity,
    fault: { kind: "slow", milliseconds: 700 },
  });
  const client = clientOf(emulator, { attemptTimeout: 2_000, timeout: 60_000 });
  const created = await Promise.allSettled(
    Array.from({ length: 200 }, (_, i) => client.create(openAi(`gpt-${i}`, `sk-number-${i}-0001`))),
  );
  expect(created.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(counted(emulator)).toEqual({ create: 200 });
  expect(emulator.connections()).toHaveLength(200);
});

test("a request that gets no place before its deadline is not sent, and says so", async () => {
  const emulator = await start({ uniqueKeys: false });
  emulator.faults.inject({ on: { operation: "create" }, times: Infinity, fault: { kind: "hang" } });
  const client = clientOf(emulator, { attemptTimeout: 3_000, timeout: 60_000, maxRetries: 0 });
  const hanging = Array.from({ length: MOST_CONNECTIONS }, (_, i) =>
    client.create(openAi(`gpt-${i}`, `sk-number-${i}-0001`)).catch(() => undefined),
  );
  const late = await failureOf(client.get("cn-1", new Deadline(300)));
  expect(late).toMatchObject({ outcomeUnknown: false });
  expect(late.message).toMatch(/^the time for this operation ran out/);
  await Promise.all(hanging);
  expect(counted(emulator)).toEqual({ create: MOST_CONNECTIONS });
});

test("a place is given to the one who has waited longest, and to nobody who gave up", async () => {
  const gate = new Gate(1);
  expect(await gate.enter(new Deadline(1_000))).toBe(true);
  const inside: string[] = [];
  const first = gate.enter(new Deadline(10));
  const second = gate.enter(new Deadline(1_000)).then(() => inside.push("second"));
  const third = gate.enter(new Deadline(1_000)).then(() => inside.push("third"));
  expect(await first).toBe(false);
  gate.leave();
  await second;
  gate.leave();
  await third;
  expect(inside).toEqual(["second", "third"]);
});
