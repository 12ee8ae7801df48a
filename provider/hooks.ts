/**
 * The entry point of the engine's provider process. `pulumi-model-connections/hooks` is stored in users' state: this
 * name and the export `hooks` can never change or be removed.
 */
import { createHooks } from "./model-connection/hooks";
import { Session } from "./model-connection/session";

const session = new Session();
session.engine.start();
session.thrownErrors.leaveToEngine();

export const hooks = createHooks(session);
