// Responses without some of their properties.
import { create, KEY, openAi, PATH, send, start } from "./platform";

/** The property names of each response, and of a list item. */
async function shown(omit: string[]): Promise<Record<string, string[]>> {
  const emulator = await start({ omit });
  const post = await send(emulator, "POST", PATH, openAi());
  const path = `${PATH}/${emulator.connections()[0]!.connectionId}`;
  const patch = await send(emulator, "PATCH", path, { fields: { API_KEY: "sk-new" } });
  const get = await send(emulator, "GET", path);
  const list = await send(emulator, "GET", PATH);
  const bodies = { post, patch, get, list, item: { json: list.json.connections[0] as unknown } };
  return Object.fromEntries(
    Object.entries(bodies).map(([name, { json }]) => [name, Object.keys(json as object)]),
  );
}

test("omit leaves the named properties out of every response and list item", async () => {
  expect(await shown(["status", "createdOn", "modifiedOn"])).toEqual({
    post: ["connectionId", "connectionName", "provider", "model", "fields"],
    patch: ["connectionId", "connectionName", "provider", "model", "fields"],
    get: ["connectionId", "connectionName", "provider", "model", "fields"],
    list: ["connections", "total"],
    item: ["connectionId", "connectionName", "provider", "model"],
  });
  expect(await shown(["model", "fields", "total"])).toEqual({
    post: ["connectionId", "connectionName", "provider", "status", "createdOn"],
    patch: ["connectionId", "connectionName", "provider", "status", "modifiedOn"],
    get: ["connectionId", "connectionName", "provider", "status", "createdOn", "modifiedOn"],
    list: ["connections"],
    item: ["connectionId", "connectionName", "provider", "status", "createdOn", "modifiedOn"],
  });
});

test("what is left out is still stored, filtered by and shown in the console", async () => {
  const emulator = await start({ omit: ["status", "fields"] });
  const id = await create(emulator);
  emulator.console.setStatus(id, "INACTIVE");
  expect((await send(emulator, "GET", `${PATH}?status=INACTIVE`)).json.total).toBe(1);
  expect(emulator.connections()).toMatchObject([{ status: "INACTIVE", fields: { API_KEY: KEY } }]);
  expect((await send(emulator, "GET", "/emulator/state")).json.connections).toMatchObject([
    { status: "INACTIVE", fields: { API_KEY: "***************" } },
  ]);
});
