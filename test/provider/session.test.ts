// Everything that lives as long as a provider process is in its session: two sessions in one process share nothing.
import { Session } from "../../provider/model-connection/session";
import { stackSource } from "../../provider/settings";
import { type Args, customApi, openAi, seedOf } from "./arguments";
import { Driven } from "./driver";
import { configOf, counted, failureOf, listen, sessionOf, start } from "./platform";

const named: Args = { ...openAi, connectionName: "prod" };

test("two sets of hooks with different settings in one process don't see each other's state", async () => {
  const [us, eu] = [await start(), await start()];
  const heard = listen();
  const [one, two] = [new Driven(us), new Driven(eu, "other")];
  await one.up(named);
  await two.up(named);
  expect([counted(us), counted(eu)]).toEqual([
    { list: 1, create: 1, get: 1 },
    { list: 1, create: 1, get: 1 },
  ]);
  expect([one.outs!.host, two.outs!.host]).toEqual([us.host, eu.host]);

  // Only the session that created a connection knows that it is still in use.
  await two.hooks.delete(one.id!, one.outs!);
  expect(heard()).toContain(`(${one.id!}) is no longer in this stack`);
  await one.hooks.delete(one.id!, one.outs!);
  expect(heard()).toContain(`(${one.id!}) stays as it is`);

  // What one session finds doesn't let the other one trust a 404.
  expect(await one.refresh()).toBe("same");
  eu.console.remove(two.id!);
  expect((await failureOf(two.refresh())).message).toContain("knows none of the connections");
}, 30_000);

test("names that one session chose or declared are unknown to another", async () => {
  const emulator = await start();
  const [one, two] = [sessionOf(emulator), sessionOf(emulator)];
  expect([one.names.declare("prod", seedOf("a")), one.names.declare("prod", seedOf("b"))]).toEqual([
    true,
    false,
  ]);
  expect(two.names.declare("prod", seedOf("b"))).toBe(true);
  expect([one.names.claim("prod"), one.names.claim("prod"), two.names.claim("prod")]).toEqual([
    true,
    false,
    true,
  ]);
  const first = one.names.choose(seedOf("own"), undefined, customApi);
  const drifted = { ...customApi, connectionName: first, __name: first, __auto: true, apiKeyDrift: "x" };
  const renewed = one.names.choose(seedOf("own"), drifted, customApi);
  expect(renewed).not.toBe(first);
  expect(one.names.choose(seedOf("own"), undefined, customApi)).toBe(renewed);
  expect(two.names.choose(seedOf("own"), undefined, customApi)).toBe(first);
});

test("the same settings again keep what is known of the platform; other settings are another platform", async () => {
  const [us, eu] = [await start(), await start()];
  const session = sessionOf(us);
  const { platform } = session;
  session.configure(stackSource(configOf(us)));
  expect(session.platform).toBe(platform);
  session.configure(stackSource(configOf(eu)));
  expect(session.platform).not.toBe(platform);
  expect(session.platform.settings.host).toBe(eu.host);
});

test("a session without settings fails when it needs the platform, and not before", () => {
  const session = new Session();
  expect(() => session.platform).toThrow(/host is missing/);
});
