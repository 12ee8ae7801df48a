// The control API under /emulator: console, faults and journal for other processes and for the console page.
import { Hono, type Context } from "hono";
import { z } from "zod";
import { connectionNotFound, errorResponse, routeNotFound } from "./api-error";
import { browserGuard } from "./browser-guard";
import { providers } from "./connection";
import { connectionDates } from "./connection-dates";
import type { ConnectionStore } from "./connection-store";
import { UnknownConnectionError, type Console } from "./console";
import { consolePage } from "./console-page";
import { customApiHeader, customApiMembers } from "./custom-api-schemas";
import { faultRule, type Faults } from "./faults";
import { readBody, validate } from "./json-body";
import type { Journal } from "./journal";
import { masks } from "./masks";
import { queriedCount } from "./request-schemas";
import { getResponse } from "./responses";

/** The path of the console page; the control API is below it. */
export const CONTROL_PATH = "/emulator";

interface Parts {
  readonly connections: ConnectionStore;
  readonly console: Console;
  readonly journal: Journal;
  readonly faults: Faults;
}

const text = z.string().min(1, "must not be empty");
const draft = z
  .strictObject({
    provider: z.enum(providers),
    connectionName: text,
    model: text.optional(),
    fields: z.record(z.string(), z.string()).optional(),
    status: text.optional(),
    ...customApiMembers.shape,
  })
  .refine(({ fields, endpointUrl }) => fields ?? endpointUrl, "must have fields or endpointUrl");

/** POST /emulator/connections/{connectionId}/{edit}: the body of each edit, and the call that it makes. */
const edits = {
  status: edit(z.strictObject({ status: text }), (console, id, { status }) => console.setStatus(id, status)),
  key: edit(z.strictObject({ key: text, touch: z.boolean().default(true) }), (console, id, { key, touch }) =>
    console.exchangeKey(id, key, { touch }),
  ),
  name: edit(z.strictObject({ name: text }), (console, id, { name }) => console.rename(id, name)),
  model: edit(z.strictObject({ model: text }), (console, id, { model }) => console.changeModel(id, model)),
  field: edit(z.strictObject({ name: text, value: z.string() }), (console, id, { name, value }) =>
    console.changeField(id, name, value),
  ),
  members: edit(customApiMembers, (console, id, members) => console.changeMembers(id, members)),
  header: edit(
    customApiHeader.extend({ touch: z.boolean().default(true) }),
    (console, id, { key, value, touch }) => console.changeHeader(id, key, value, { touch }),
  ),
  provider: edit(z.strictObject({ provider: z.enum(providers) }), (console, id, { provider }) =>
    console.changeProvider(id, provider),
  ),
  dates: edit(connectionDates, (console, id, dates) => console.setDates(id, dates)),
  touch: edit(z.strictObject({}), (console, id) => console.touch(id)),
};

type Edit = (console: Console, id: string, request: Request) => Promise<void>;

function edit<T>(schema: z.ZodType<T>, run: (console: Console, id: string, body: T) => void): Edit {
  return async (console, id, request) => run(console, id, await readBody(request, schema));
}

/** GET /emulator/journal: the number of latest requests; all if omitted. */
const journalQuery = z.strictObject({ last: queriedCount.optional() });

const withoutSecrets = { mask: masks.stars.read, customApi: "masked" } as const;

/** The console page at /emulator. Every other response is JSON and masks all keys and header values. */
export function controlApi(parts: Parts): Hono {
  const app = new Hono({ strict: false });
  app.onError((error) =>
    errorResponse(error instanceof UnknownConnectionError ? connectionNotFound() : error),
  );
  app.notFound(() => errorResponse(routeNotFound()));
  app.use(...browserGuard);
  app.route(CONTROL_PATH, consolePage());
  addState(app, parts);
  addEdits(app, parts);
  return app;
}

function addState(app: Hono, { connections, journal, faults }: Parts): void {
  app.get(`${CONTROL_PATH}/state`, (c) =>
    c.json({
      connections: connections.all().map((each) => getResponse(each, withoutSecrets)),
      faults: faults.active(),
    }),
  );
  app.get(`${CONTROL_PATH}/journal`, (c) => {
    const { last } = validate(c.req.query(), journalQuery);
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
    return c.json(getResponse(connection, withoutSecrets));
  });
  app.post(`${CONTROL_PATH}/connections/:id/:edit`, async (c) => {
    const { id, edit } = c.req.param();
    await edits[validate(edit, z.enum(editNames))](console, id, c.req.raw);
    const connection = connections.find(id);
    if (connection === undefined) throw connectionNotFound();
    return c.json(getResponse(connection, withoutSecrets));
  });
  app.delete(`${CONTROL_PATH}/connections/:id`, (c) => done(c, () => console.remove(c.req.param("id"))));
  app.delete(`${CONTROL_PATH}/connections`, (c) => done(c, () => console.removeAll()));
}

const editNames = Object.keys(edits) as (keyof typeof edits)[];

function done(c: Context, act?: () => void): Response {
  act?.();
  return c.json({ done: true });
}
