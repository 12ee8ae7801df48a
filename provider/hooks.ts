/**
 * The door that the engine's provider process comes in by. `pulumi-model-connections/hooks` is stored in users' state:
 * this name and the export `hooks` can never change or go.
 */
import { watchEngine } from "./model-connection/engine-watch";

export { hooks } from "./model-connection/hooks";

watchEngine();
