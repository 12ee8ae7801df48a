// What is said without failing: warnings to act on, notes to know of, and the words of a suspected exchange of a key.
import { keyDrift, safeMask } from "../../../dist/provider/model-connection/api-key.js";
import type { Chapter } from "./entry.mts";
import { customApi, openAi, type Stage, unknownId } from "./stage.mts";

const scrubbed = { ...openAi, deletionPolicy: "scrub" };

/** Once the run that made it is over: within it, delete leaves its connections alone. */
async function letGo(stage: Stage, args: Record<string, unknown>): Promise<void> {
  const { id, outs } = await stage.create(args);
  stage.nextRun();
  await stage.hooks.delete(id, outs);
}

export const warnings: Chapter = {
  title: "Warnings and notes",
  intro: "These don't fail a run. Each is said once a run, under the stack.",
  entries: [
    {
      bring: (stage) => letGo(stage, openAi),
      why: "The stack has let a connection go, and the API has no DELETE.",
      remedy: "Delete it in the console if nothing needs it; see [Deletion](deletion.md).",
    },
    {
      bring: (stage) => letGo(stage, scrubbed),
      why: 'The same with `deletionPolicy: "scrub"`.',
      remedy: "As above; no live key is left in it.",
    },
    {
      bring: async (stage) => {
        const { outs } = await stage.create(scrubbed);
        stage.nextRun();
        await stage.hooks.delete(unknownId, { ...outs, host: "old.example.com" });
      },
      why: "It lives on another platform than the settings name, and nothing is sent across.",
      remedy: "Exchange its key, or delete it, in the console of the old platform.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create(scrubbed);
        stage.nextRun();
        stage.emulator.console.touch(id);
        await stage.hooks.delete(id, outs);
      },
      why: "Somebody or something else has written to it, so overwriting its key could break what uses it now.",
      remedy: "Find out who uses it; delete it in the console if nobody does.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create(scrubbed);
        stage.nextRun();
        stage.emulator.console.remove(id);
        await stage.hooks.delete(id, outs);
      },
      why: "Mostly somebody has deleted it in the console.",
      remedy: "If the key was that of another workspace: exchange the connection's key in the console.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create(openAi);
        await stage.hooks.delete(id, outs);
      },
      why: "With `--replace` or taint, old and new are one connection.",
      remedy: "Nothing has to be done.",
    },
    {
      bring: async (stage) => {
        const { id, outs } = await stage.create(openAi);
        stage.emulator.console.setStatus(id, "INACTIVE");
        await stage.hooks.read(id, outs);
      },
      why: "Somebody switched it off in the console. The API can't switch it on, so no plan shows it.",
      remedy: "Switch it on there.",
    },
    {
      bring: async (stage) => {
        await stage.create({ ...customApi, connectionName: "Custom" });
        stage.nextRun();
        await stage.create({ ...customApi, connectionName: "Custom", adopt: true });
      },
      why: "`adopt: true` has found its connection. Keys of provider API can't be sent.",
      remedy: "Take `adopt` out or leave it: it does nothing any more.",
    },
    {
      bring: async (stage) => {
        await stage.create(openAi);
        stage.nextRun();
        await stage.create(openAi);
      },
      why: "An earlier run was killed after it had made the connection, or the stack was destroyed and is made again.",
      remedy: "Nothing has to be done.",
    },
    {
      bring: async (stage) => {
        stage.emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
        await stage.create(openAi);
      },
      why: "The answer was lost, and looking by name found the connection: it was made once.",
      remedy: "Nothing has to be done.",
    },
    {
      platform: { uniqueNames: false, uniqueKeys: false, readLag: 3 },
      bring: async (stage) => {
        stage.emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
        await stage.create({ ...openAi, connectionName: "late" });
      },
      why: "The platform carried a request out late, after all looks for it, and lets two connections have one name.",
      remedy: "Delete the one that the warning names.",
    },
    {
      bring: async (stage) => {
        stage.emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault: { kind: "reset" } });
        await stage.create(openAi);
      },
      why: "The write was confirmed; only the look at it afterwards failed.",
      remedy: "Nothing has to be done.",
    },
    {
      bring: () => say(keyDrift({ maskedApiKey: "sk-****" }, { maskedApiKey: "zz-****" }, false, true)),
      why: "The value of `apiKeyDrift` in a refresh: the mask has changed.",
      remedy: "Run `pulumi up`, which sends the declared key; or declare the new one first.",
    },
    {
      bring: () => say(keyDrift(moved("10:30"), moved("14:45"), false, true)),
      why: "The value of `apiKeyDrift`: only the time of the last change has moved, as it does when a key is exchanged for one with the same mask.",
      remedy: "As above. Where the platform moves it for other reasons set `watchModifiedOn` to false.",
    },
    {
      bring: () => say(safeMask("sk-in-clear", undefined)),
      why: "The value of `maskedApiKey` where the platform shows the key itself.",
      remedy: "Report it to the platform.",
    },
  ],
};

function moved(time: string) {
  return { modifiedOn: `2026-03-01T${time}:00.000Z` };
}

/** These are values in a plan, not lines of the console. */
function say(words: string | undefined): never {
  throw new Error(words);
}
