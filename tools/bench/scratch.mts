// A folder of one subject's own: project, state, home and temporary files, and an environment with nothing of the developer's.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onInterrupt } from "../pulumi-cli/interrupt.mts";

export interface Scratch {
  readonly project: string;
  readonly state: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

/** @param bin where the subject's programs are */
export function openScratch(bin: string): Scratch {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-bench-"));
  const inside = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const [project, state, home, tmp] = [inside("project"), inside("state"), inside("home"), inside("tmp")];
  const removeNow = () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const forget = onInterrupt(removeNow);
  const remove = () => {
    forget();
    removeNow();
  };
  const path = [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  return { project, state, env: { PATH: path, HOME: home, TMPDIR: tmp }, remove };
}
