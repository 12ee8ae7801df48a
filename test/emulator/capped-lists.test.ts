// Lists that have fewer connections than exist, whatever the request asks for.
import type { EmulatorOptions } from "../../emulator/index";
import { anthropic, azure, create, customApi, openAi, PATH, send, start } from "./platform";

async function startWithFour(options: EmulatorOptions) {
  const emulator = await start(options);
  for (const body of [anthropic(), azure(), customApi(), openAi()]) await create(emulator, body);
  return emulator;
}

test("a list has at most largestLimit connections, with any limit and without, and total counts all", async () => {
  const emulator = await startWithFour({ largestLimit: 2 });
  const sizes = async (query: string) => {
    const { json } = await send(emulator, "GET", `${PATH}${query}`);
    return [(json.connections as unknown[]).length, json.total as number];
  };
  expect(await sizes("")).toEqual([2, 4]);
  expect(await sizes("?limit=1")).toEqual([1, 4]);
  expect(await sizes("?limit=2")).toEqual([2, 4]);
  expect(await sizes("?limit=3")).toEqual([2, 4]);
  expect(await sizes("?provider=API&limit=3")).toEqual([1, 1]);
});

test("largestLimit also applies to a larger defaultLimit", async () => {
  const emulator = await startWithFour({ largestLimit: 2, defaultLimit: 3 });
  expect((await send(emulator, "GET", PATH)).json.connections).toHaveLength(2);
});

test("with largerLimit refused, a larger limit is a 400, and a list without limit is capped", async () => {
  const emulator = await startWithFour({ largestLimit: 2, largerLimit: "refused" });
  const { status, json } = await send(emulator, "GET", `${PATH}?limit=3`);
  expect([status, json.error]).toEqual([
    400,
    { code: "INVALID_REQUEST", message: "limit: must be 2 or less" },
  ]);
  expect((await send(emulator, "GET", `${PATH}?limit=2`)).json.connections).toHaveLength(2);
  expect((await send(emulator, "GET", PATH)).json).toMatchObject({ connections: { length: 2 }, total: 4 });
});

test("a refused list does not count as a read that lags behind", async () => {
  const emulator = await start({ largestLimit: 2, largerLimit: "refused", readLag: 1 });
  await create(emulator);
  expect((await send(emulator, "GET", `${PATH}?limit=3`)).status).toBe(400);
  expect((await send(emulator, "GET", PATH)).json.total).toBe(0);
  expect((await send(emulator, "GET", PATH)).json.total).toBe(1);
});
