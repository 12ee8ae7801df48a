/** The life of a connection: configure, check, diff, create, read, update, delete, as the engine calls them. */
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { ConnectionsApiError } from "../api/errors";
import { called, note, warn } from "./reporter";
import { declaredKey } from "./api-key";
import { autoNameFault, faultsOf, normalised } from "./check";
import { makeOrTake, rekey } from "./create";
import { differenceOf } from "./diff";
import { PartialFailure, attempted } from "./error-context";
import { isThereToo, makeSureOfPlatform } from "./same-platform";
import { checkName } from "./check-name";
import type { Declared, Stored } from "./properties";
import { inputsOf, readStored, readUnmanaged, warnWhileInactive } from "./read";
import { leftBehind, scrub, stays } from "./delete";
import { configureSession, session } from "./session";
import { noted, storedAfter } from "./wire";

export const hooks = {
  // The engine calls other hooks before a promise from here is settled, so everything happens at once.
  // eslint-disable-next-line @typescript-eslint/require-await
  async configure(request) {
    configureSession(request.config);
  },

  async check(olds: object, news: object) {
    const old = { ...olds } as Record<string, unknown>;
    const args = { ...news } as Record<string, unknown>;
    const faults = faultsOf(old, args);
    // A failure that names a property makes the engine print that property's value, secret or not.
    if (faults.length > 0)
      return { inputs: news, failures: faults.map((reason) => ({ property: "", reason })) };
    return attempted("check", args["connectionName"], undefined, async () => {
      const now = session(old, args);
      const declared = normalised(old, args, now.settings.host);
      const fault = autoNameFault(declared) ?? (await checkName(old, args, declared, now));
      return {
        inputs: declared,
        failures: fault === undefined ? [] : [{ property: "", reason: `connectionName: ${fault}` }],
      };
    });
  },

  async diff(id: string, olds: Stored, news: Declared) {
    return attempted("compare", olds.connectionName, id, async () => {
      const now = session(olds, news);
      warnWhileInactive(called(olds.connectionName, id), olds.status);
      const { replaces, changes } = differenceOf(olds, news);
      const moved = olds.host !== news.host;
      if (moved && !(await isThereToo(id, now))) replaces.push("host");
      return { changes: changes || moved, replaces };
    });
  },

  async create(inputs: Declared) {
    return attempted("create", inputs.connectionName, undefined, async () => {
      const now = session(inputs);
      const record = await makeOrTake(inputs, now, now.deadline());
      now.kept.add(record.connectionId);
      return { id: record.connectionId, outs: storedAfter(inputs, record, declaredKey(inputs)) };
    });
  },

  async read(id: string, props?: Partial<Stored>) {
    return attempted("read", props?.connectionName, id, async () => {
      const now = session(props);
      if (props?.host === undefined) return { id, props: await readUnmanaged(id, now) };
      const stored = await now.gate.during(() => readStored(id, props as Stored, now));
      if (stored !== undefined) return { id, props: stored, inputs: inputsOf(stored) };
      await now.gate.mayBeGone();
      return { id: "", props: {} };
    });
  },

  async update(id: string, olds: Stored, news: Declared) {
    return attempted("update", olds.connectionName, id, async () => {
      const now = session(olds, news);
      await makeSureOfPlatform(id, olds.host, now);
      const { sendKey } = differenceOf(olds, news);
      if (!sendKey) return { outs: noted(olds, news) };
      const key = declaredKey(news);
      try {
        const record = await rekey(id, key, now, now.deadline());
        return { outs: storedAfter(news, record, key) };
      } catch (error) {
        if (error instanceof ConnectionsApiError && error.unclear)
          throw new PartialFailure(id, olds, news, error);
        throw error;
      }
    });
  },

  async delete(id: string, props: Stored) {
    return attempted("let go of", props.connectionName, id, async () => {
      const name = called(props.connectionName, id);
      if (await stays(id, props)) {
        note(`model connection ${name} stays as it is: this run has kept or taken it.`);
        return;
      }
      const end = props.deletionPolicy === "scrub" ? await scrub(id, props, session(props)) : "retained";
      warn(leftBehind(name, props.host, end));
    });
  },
} satisfies dynamic.ResourceProvider;
