// How keys are masked, by style and by operation.
import type { MaskStyle } from "../../emulator/index";
import { create, openAi, PATH, send, start } from "./platform";

const STARS = "***************";

test.each<[MaskStyle | undefined, string, string, string]>([
  [undefined, "sk-proj-0123456789MQAA", `sk-${STARS}`, `sk${STARS}MQAA`],
  ["reference", "0123456789abcdef", STARS, `01${STARS}cdef`],
  ["reference", "sk-short", `sk-${STARS}`, STARS],
  ["reference", "longfirstpart-rest", STARS, `lo${STARS}rest`],
  ["edges", "sk-proj-0123456789MQAA", `sk${STARS}MQAA`, `sk${STARS}MQAA`],
  ["edges", "sk-short-11", STARS, STARS],
  ["stars", "sk-proj-0123456789MQAA", STARS, STARS],
])("style %s shows %s as %s in GET and as %s in POST and PATCH", async (maskStyle, key, read, write) => {
  const emulator = await start({ maskStyle });
  const post = await send(emulator, "POST", PATH, openAi("gpt", key));
  const path = `${PATH}/${post.json.connectionId}`;
  const patch = await send(emulator, "PATCH", path, { fields: { API_KEY: key } });
  const get = await send(emulator, "GET", path);
  expect(post.json.fields.API_KEY).toBe(write);
  expect(patch.json.fields.API_KEY).toBe(write);
  expect(get.json.fields.API_KEY).toBe(read);
});

test("no response in any style contains the key", async () => {
  const key = 'odd key-with, all "sorts"';
  for (const maskStyle of ["reference", "edges", "stars"] as const) {
    const emulator = await start({ maskStyle });
    const id = await create(emulator, openAi("gpt", key));
    expect((await send(emulator, "GET", `${PATH}/${id}`)).json.fields.API_KEY).not.toContain(
      key.slice(2, -4),
    );
    expect((await send(emulator, "GET", PATH)).text).not.toContain("odd");
  }
});
