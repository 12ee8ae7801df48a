// The HTTP door to console, faults and journal, under /emulator, for processes that did not start the emulator and for the page.
import { Hono, type Context } from "hono";
import { z } from "zod";
import { details } from "./answers";
import { browserGuard } from "./browser-guard";
import { providers, statuses } from "./connection";
import { UnknownConnectionError, type Console } from "./console";
import { faultRule, type Faults } from "./faults";
import { accept, readBody } from "./json-body";
import type { Journal } from "./journal";
import { masks } from "./masks";
import { consolePage } from "./page";
import { refusalResponse, unknownConnection, unknownRoute } from "./refusal";
import { queriedCount } from "./rules";
import type { Connections } from "./store";

export const CONTROL_PATH = "/emulator";

interface Parts {
  readonly connections: Connections;
  readonly console: Console;
  readonly journal: Journal;
  readonly faults: Faults;
  /** The port the emulator listens on. */
  readonly port: () => number;
}

const text = z.string().min(1, "must not be empty");
const draft = z.strictObject({
  provider: z.enum(providers),
  connectionName: text,
  model: text.optional(),
  fields: z.record(z.string(), z.string()),
  status: z.enum(statuses).optional(),
});

/** POST /emulator/connections/{connectionId}/{edit}: the body of each edit, and what it does. */
const edits = {
  status: edit(z.strictObject({ status: z.enum(statuses) }), (to, id, { status }) =>
    to.setStatus(id, status),
  ),
  key: edit(z.strictObject({ key: text, touch: z.boolean().default(true) }), (to, id, { key, touch }) =>
    to.exchangeKey(id, key, { touch }),
  ),
  name: edit(z.strictObject({ name: text }), (to, id, { name }) => to.rename(id, name)),
  model: edit(z.strictObject({ model: text }), (to, id, { model }) => to.changeModel(id, model)),
  field: edit(z.strictObject({ name: text, value: z.string() }), (to, id, { name, value }) =>
    to.changeField(id, name, value),
  ),
  provider: edit(z.strictObject({ provider: z.enum(providers) }), (to, id, { provider }) =>
    to.changeProvider(id, provider),
  ),
  touch: edit(z.strictObject({}), (to, id) => to.touch(id)),
};

type Edit = (console: Console, id: string, request: Request) => Promise<void>;

function edit<T>(schema: z.ZodType<T>, run: (console: Console, id: string, body: T) => void): Edit {
  return async (console, id, request) => run(console, id, await readBody(request, schema));
}

/** GET /emulator/journal: how many of the latest requests; all when left out. */
const journalQuery = z.strictObject({ last: queriedCount.optional() });

/** The console's page at /emulator; every other answer is JSON and masks all keys. */
export function controlApi(parts: Parts): Hono {
  const app = new Hono({ strict: false });
  app.onError((error) =>
    refusalResponse(error instanceof UnknownConnectionError ? unknownConnection() : error),
  );
  app.notFound(() => refusalResponse(unknownRoute()));
  app.use(...browserGuard(parts.port));
  app.route(CONTROL_PATH, consolePage());
  addState(app, parts);
  addEdits(app, parts);
  return app;
}

function addState(app: Hono, { connections, journal, faults }: Parts): void {
  app.get(`${CONTROL_PATH}/state`, (c) =>
    c.json({
      connections: connections.all().map((each) => details(each, masks.stars.read)),
      faults: faults.pending(),
    }),
  );
  app.get(`${CONTROL_PATH}/journal`, (c) => {
    const { last } = accept(c.req.query(), journalQuery);
    return c.json({ entries: journal.entries(last), total: journal.total });
  });
  app.delete(`${CONTROL_PATH}/journal`, (c) => done(c, () => journal.clear()));
  app.post(`${CONTROL_PATH}/faults`, async (c) => {
    faults.inject(await readBody(c.req.raw, faultRule));
    return done(c);
  });
  app.delete(`${CONTROL_PATH}/faults`, (c) => done(c, () => faults.clear()));
}

function addEdits(app: Hono, { connections, console }: Parts): void {
  app.post(`${CONTROL_PATH}/connections`, async (c) => {
    const connection = console.create(await readBody(c.req.raw, draft));
    return c.json(details(connection, masks.stars.read));
  });
  app.post(`${CONTROL_PATH}/connections/:id/:edit`, async (c) => {
    const { id, edit } = c.req.param();
    await edits[accept(edit, z.enum(editNames))](console, id, c.req.raw);
    const connection = connections.find(id);
    if (connection === undefined) throw unknownConnection();
    return c.json(details(connection, masks.stars.read));
  });
  app.delete(`${CONTROL_PATH}/connections/:id`, (c) => done(c, () => console.remove(c.req.param("id"))));
  app.delete(`${CONTROL_PATH}/connections`, (c) => done(c, () => console.removeAll()));
}

const editNames = Object.keys(edits) as (keyof typeof edits)[];

function done(c: Context, act?: () => void): Response {
  act?.();
  return c.json({ done: true });
}
