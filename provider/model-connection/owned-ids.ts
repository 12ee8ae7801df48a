/** Connections that this run created, adopted or kept: delete must not touch them (decisions/0008). */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class OwnedIds {
  readonly #ids = new Set<string>();
  #isShared = false;
  readonly #folder: string | undefined;

  /** @param run the same in every provider process of a run: the engine's address; undefined outside a run */
  constructor(run: string | undefined) {
    this.#folder = run === undefined ? undefined : join(tmpdir(), `pulumi-model-connections-${digest(run)}`);
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  /**
   * Tells the other provider processes of the run too, by an empty file. Nothing is sent to a reclaimed connection,
   * so the platform doesn't show them that it is in use.
   */
  share(id: string): void {
    if (this.#folder === undefined) return;
    const folder = this.#folder;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, digest(id)), "", { mode: 0o600 });
      if (!this.#isShared) process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
      this.#isShared = true;
    } catch {
      // A folder that can't be written only matters if two provider instances manage one connection.
    }
  }

  has(id: string): boolean {
    return this.#ids.has(id) || (this.#folder !== undefined && existsSync(join(this.#folder, digest(id))));
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
