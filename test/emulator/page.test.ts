// The console page as it is served: its files and its security headers. test/showcase tests it in a browser.
import { send, start } from "./platform";

test.each([
  ["/emulator", "text/html; charset=utf-8"],
  ["/emulator/", "text/html; charset=utf-8"],
  ["/emulator/page.css", "text/css; charset=utf-8"],
  ["/emulator/page.js", "text/javascript; charset=utf-8"],
  ["/emulator/items.js", "text/javascript; charset=utf-8"],
  ["/emulator/view.js", "text/javascript; charset=utf-8"],
])("%s is served as %s, and never cached", async (path, type) => {
  const { status, headers } = await send(await start(), "GET", path);
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
    200,
    type,
    "no-store",
  ]);
});

test("consoleUrl is the page's address, and opening it is not in the journal", async () => {
  const emulator = await start();
  const response = await fetch(emulator.consoleUrl);
  expect(await response.text()).toContain("<h1>Emulator console</h1>");
  expect(emulator.journal()).toEqual([]);
});

test("the page may load and call only the emulator, and no other page may frame it", async () => {
  const { headers } = await send(await start(), "GET", "/emulator");
  const policy = (headers.get("content-security-policy") ?? "").split("; ");
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("the page's files refer only to each other", async () => {
  const emulator = await start();
  const files = ["", "/page.css", "/page.js", "/items.js", "/view.js"].map((file) =>
    send(emulator, "GET", `/emulator${file}`),
  );
  const [html, ...others] = (await Promise.all(files)).map(({ text }) => text);
  const named = [...html!.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(named).toEqual(["data:,", "/emulator/page.css", "/emulator/page.js"]);
  for (const text of [html, ...others]) expect(text).not.toMatch(/https?:|url\(|@import|innerHTML/);
});
