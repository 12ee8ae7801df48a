// Errors about names, by which connections are found.
import { findConnection } from "../../../dist/provider/program/lookup-requests.js";
import { openAi, unknownId, type Stage } from "./stage.mts";
import type { Chapter } from "./entry.mts";

const there = ({ emulator }: Stage, connectionName: string, model = "gpt-4o") =>
  emulator.console.create({ provider: "Open AI", connectionName, model, fields: { API_KEY: "sk-there" } });

export const names: Chapter = {
  title: "Names, adoption, lookups",
  intro: "Said at preview where the name is known there, else by `up`.",
  entries: [
    {
      bring: async (stage) => {
        there(stage, "prod");
        await stage.check({ ...openAi, connectionName: "prod" });
      },
      why: "Somebody else has made a connection of this name. It is never taken silently.",
      remedy: "One of the three ways that the message names.",
    },
    {
      bring: async (stage) => {
        there(stage, "twice");
        there(stage, "twice");
        await stage.check({ ...openAi, connectionName: "twice", adopt: true });
      },
      why: "The platform lets several connections have one name.",
      remedy: "Make the name unique in the console.",
    },
    {
      bring: (stage) => stage.check({ ...openAi, connectionName: "absent", adopt: true }),
      why: "The name is another one, or the key is that of another workspace.",
      remedy: "`npx model-connections list` shows the names that this key sees.",
    },
    {
      bring: async (stage) => {
        there(stage, "old", "gpt-4");
        await stage.check({ ...openAi, connectionName: "old", adopt: true });
      },
      why: "Adopting doesn't change a connection: the API can't, but for the key.",
      remedy: "Declare it as it is; change it afterwards, which replaces it.",
    },
    {
      bring: async (stage) => {
        await stage.check({ ...openAi, connectionName: "shared" });
        await stage.check({ ...openAi, connectionName: "shared" }, {}, "seed:other");
      },
      why: "Two resources of one program would fight for one connection.",
      remedy: "Give each a name of its own.",
    },
    {
      bring: async (stage) => {
        await stage.create({ ...openAi, connectionName: "double" });
        await stage.create({ ...openAi, connectionName: "double" });
      },
      why: "The same, found where the name wasn't known at preview.",
      remedy: "Give each a name of its own.",
    },
    {
      bring: async (stage) => {
        const { connectionName } = await stage.check(openAi);
        there(stage, connectionName, "gpt-4");
        await stage.create(openAi);
      },
      why: "The connection was changed in the console after an interrupted run had made it.",
      remedy: "Nothing has to be done; delete the other one in the console if nobody needs it.",
    },
    {
      bring: (stage) => stage.check(openAi, {}, `seed:${"n".repeat(300)}`),
      why: "An automatic name begins with the resource's logical name, which can't stand in a name of the platform.",
      remedy: "Set `connectionName`, or choose another logical name.",
    },
    {
      bring: async (stage) => {
        await stage.create(openAi);
        stage.nextRun();
        await stage.hooks.create(await stage.check(openAi, {}, "another seed:gpt4o"));
      },
      why: "The platform wants each key once for each model, and a connection that no stack has any more holds it: one that a killed run or a destroyed stack has left.",
      remedy: "Take it over as the message says, or delete it in the console.",
    },
    {
      bring: ({ emulator }) => findConnection(settingsOf(emulator), undefined, "absent"),
      why: "`getConnection` found none of this name.",
      remedy: "Correct the name, or the platform that is asked.",
    },
    {
      bring: (stage) => stage.hooks.read(unknownId),
      why: "`ModelConnection.get` has an id that the platform doesn't know.",
      remedy: "Correct the id. Each platform has its own ids.",
    },
    {
      bring: (stage) => stage.hooks.read(".."),
      why: "Such an id would ask for something else than a connection.",
      remedy: "Give the connectionId.",
    },
  ],
};

function settingsOf({ host, apiKey }: Stage["emulator"]) {
  return { "model-connections:host": host, "model-connections:apiKey": apiKey };
}
