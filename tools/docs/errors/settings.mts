// Errors of the settings.
import { readSettings } from "../../../dist/provider/settings.js";
import type { Chapter } from "./entry.mts";

const reading = (values: Record<string, string>) => () => {
  const given: Record<string, string> = { host: "platform.example.com", apiKey: "key", ...values };
  readSettings({ get: (key) => given[key.split(":")[1] ?? ""] }, {});
};

export const settings: Chapter = {
  title: "Settings",
  intro: "One error names all that is missing or wrong. [Settings](settings.md) has the bounds.",
  entries: [
    {
      bring: reading({ host: "", apiKey: "" }),
      why: "Neither the configuration nor the environment has it. A resource with an explicit provider takes that one's settings alone.",
      remedy: "Set it in one of the two ways.",
    },
    {
      bring: reading({ host: "https://user:secret@" }),
      why: "It can't be read as an address.",
      remedy: "Give `platform.example.com`, `platform.example.com:8443` or `https://platform.example.com`.",
    },
    {
      bring: reading({ host: "https://user:secret@platform.example.com" }),
      why: "A password in an address gets into logs and state.",
      remedy: "Take it out; the key belongs into `model-connections:apiKey`.",
    },
    {
      bring: reading({ host: "https://platform.example.com/?tenant=1" }),
      why: "The address was perhaps copied from a browser.",
      remedy: "Give it up to the path.",
    },
    {
      bring: reading({ host: "http://platform.example.com" }),
      why: "Plain http is for this machine alone.",
      remedy: "Use https; set `allowInsecureHttp` only where the network between is yours.",
    },
    {
      bring: reading({ apiKey: "key\n" }),
      why: "The key can't stand in a header, mostly because a line end was copied with it.",
      remedy:
        'Set it again without: `printf %s "$KEY" | pulumi config set --secret model-connections:apiKey`.',
    },
    {
      bring: () => readSettings({ get: () => undefined }, {}, "20.20.2"),
      why: "npm only warns of a Node that is too old.",
      remedy: "Run pulumi with a newer one.",
    },
    {
      bring: reading({ watchModifiedOn: "yes", timeoutSeconds: "0" }),
      why: "A value out of bounds.",
      remedy: "Correct it.",
    },
  ],
};
