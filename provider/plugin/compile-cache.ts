/** Keeps the compiled code of the provider for the next process. It is imported before all other code. */
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Beside the code: who can write here can change the code anyway. Without the permission to write, nothing is kept.
enableCompileCache(join(__dirname, "compiled"));
