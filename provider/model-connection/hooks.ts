/** The lifecycle of a connection on one page: configure, check, diff, create, read, update, delete, as the engine calls them. */
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { plainText } from "../printable";
import { stackSource } from "../settings";
import { normalised, problemsOf } from "./check";
import { keyProblemsWith } from "./check-key";
import { nameProblem } from "./check-name";
import { createOrAdopt } from "./create";
import { deleteConnection } from "./delete";
import { differenceOf } from "./diff";
import { driftNote, goneNote } from "./drift-notes";
import { withErrorContext } from "./error-context";
import { OUTCOME_UNKNOWN } from "./key-drift";
import { assertNameable } from "./name-at-diff";
import { noteFirstKey, noteReplacement, noteSentAgain } from "./plan-notes";
import type { Inputs, RawInputs, State } from "./properties";
import { inputsOf, readManaged, readUnmanaged } from "./read";
import { label } from "./reporter";
import { livesHere } from "./same-platform";
import type { Session } from "./session";
import { reportStatus, warnIfInactive, warnOfStatus } from "./status";
import { storedForms } from "./stored-forms";
import { updateConnection } from "./update";
import { stateAfterWrite } from "./wire";

/** The hooks of one provider process. Hooks with separate sessions share nothing. */
export function createHooks(session: Session) {
  const inContext = async <T>(
    verb: string,
    name: unknown,
    id: string | undefined,
    work: () => Promise<T>,
  ) => {
    try {
      return await withErrorContext(verb, name, id, work, session);
    } catch (error) {
      session.thrownErrors.add(error);
      throw error;
    }
  };
  return {
    // The engine doesn't wait for this promise before it calls other hooks, so it must all happen synchronously.
    // eslint-disable-next-line @typescript-eslint/require-await
    async configure(request) {
      session.configure(stackSource(request.config));
    },

    async check(olds: object, news: object) {
      const before: RawInputs = { ...olds };
      const args: RawInputs = { ...news };
      session.nameProvider(args["__providerName"]);
      const problems = problemsOf(before, args);
      if (problems.length > 0) return { inputs: news, failures: failures(problems) };
      return inContext("check", args["connectionName"], undefined, async () => {
        session.learn(before);
        session.hideKeys(args);
        const inputs = normalised(before, args, session.platform.settings.host, session.names);
        const shown = keyProblemsWith(before, inputs, session);
        if (shown.length > 0) return { inputs: news, failures: failures(shown) };
        session.learn(inputs);
        session.checked.add(before, { ...inputs });
        const problem = await nameProblem(before, inputs, String(args["__autoName"]), session);
        return { inputs, failures: failures(problem === undefined ? [] : [`connectionName: ${problem}`]) };
      });
    },

    async diff(id: string, olds: State, inputs: Inputs) {
      return inContext("compare", olds.connectionName, id, async () => {
        const news = withIgnoredKey(olds, inputs);
        session.learn(olds, news);
        if (news.status === undefined)
          warnIfInactive(label(olds.connectionName, id), olds.status, session.reporter);
        const difference = differenceOf(olds, news);
        const { replaces, changes } = difference;
        const moved = olds.host !== news.host;
        if (moved && !(await livesHere(id, olds.host, session))) replaces.push("host");
        // A refresh calls diff too. It runs no program, so it keeps and replaces nothing.
        if (session.names.isDeclared(news.connectionName)) {
          if (replaces.length > 0) noteReplacement(id, olds, replaces, session);
          else {
            await assertNameable(id, olds, difference, news, session);
            if (difference.isFirstKey) noteFirstKey(id, olds, session);
            if (difference.sendKey && olds.apiKeyDrift === OUTCOME_UNKNOWN) noteSentAgain(id, olds, session);
            warnOfStatus(label(olds.connectionName, id), olds.status, news.status, session.reporter);
          }
        }
        return { changes: changes || moved || lacksHandler(olds, news), replaces };
      });
    },

    async create(inputs: Inputs) {
      return inContext("create", inputs.connectionName, undefined, async () => {
        const key = session.keyOf(inputs);
        const creation = { inputs, key, session, deadline: session.deadline() };
        const { record, isReclaimed } = await createOrAdopt(creation);
        session.ownedIds.add(record.connectionId);
        if (isReclaimed) session.ownedIds.share(record.connectionId);
        reportStatus(record, inputs.status, session.reporter);
        const kept = { __stored: storedForms(inputs, record), __taken: isReclaimed };
        return { id: record.connectionId, outs: stateAfterWrite(inputs, record, key, kept) };
      });
    },

    async read(id: string, state?: Partial<State>) {
      return inContext("read", state?.connectionName, id, async () => {
        session.learn(state);
        if (state?.host === undefined) return { id, props: await readUnmanaged(id, session) };
        const before = state as State;
        const live = await readManaged(id, before, session);
        const drift = live === undefined ? goneNote(id, before) : driftNote(id, before, live);
        if (drift !== undefined) session.reporter.drift(drift);
        return live === undefined ? { id: "", props: {} } : { id, props: live, inputs: inputsOf(live) };
      });
    },

    async update(id: string, olds: State, news: Inputs) {
      return inContext("update", olds.connectionName, id, async () => {
        session.learn(olds, news);
        return { outs: await updateConnection(id, olds, withIgnoredKey(olds, news), session) };
      });
    },

    async delete(id: string, state: State) {
      return inContext("delete", state.connectionName, id, () => deleteConnection(id, state, session));
    },
  } satisfies dynamic.ResourceProvider;
}

/**
 * The inputs of a program that ignores changes of the key: nothing is sent because of an update with unknown outcome. Its
 * mark is in state only, and the engine applies ignoreChanges to the inputs only.
 */
function withIgnoredKey(olds: State, news: Inputs): Inputs {
  const isIgnored = news.__ignoresKey === true && olds.apiKeyDrift === OUTCOME_UNKNOWN;
  return isIgnored ? { ...news, apiKeyDrift: OUTCOME_UNKNOWN } : news;
}

/** In a stack that moves from the native provider. The SDK needs the handler text in state to refresh and to delete. */
function lacksHandler(olds: State, news: Inputs): boolean {
  return olds.__provider === undefined && news.__provider !== undefined;
}

/** A failure that names a property makes the engine print that property's value, secret or not. */
function failures(reasons: readonly string[]) {
  return reasons.map((reason) => ({ property: "", reason: plainText(reason) }));
}
