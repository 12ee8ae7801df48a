// Errors of the arguments, as preview tells them before anything is sent.
import { faultsOf } from "../../../dist/provider/model-connection/check.js";
import { checkInstalled } from "../../../dist/provider/program/installed.js";
import type { Chapter } from "./entry.mts";
import { customApi, openAi } from "./stage.mts";

/** The faults of arguments that are fine but for these. */
const checking =
  (args: object, { of = openAi, olds = {} }: { of?: object; olds?: Record<string, unknown> } = {}) =>
  () => {
    throw new Error(faultsOf(olds, { ...of, ...args }).join("\n"));
  };
/** As in a program of whose dependencies the package is none. */
function declaringElsewhere(): void {
  const [script, folder] = [process.argv[1] ?? "", process.cwd()];
  process.argv[1] = "/cmd/run/index.js";
  process.chdir("/");
  try {
    checkInstalled("gpt4o");
  } finally {
    process.argv[1] = script;
    process.chdir(folder);
  }
}
const without = { apiKey: undefined };
const azure = { provider: "Azure Open AI", model: "GPT-4", apiKey: "key", apiVersion: "2024-08-01-preview" };

export const givenArguments: Chapter = {
  title: "Arguments",
  intro:
    "`pulumi preview` tells all faults of a resource at once, each as `resource '…' has a problem: …`. No message holds a value that may be a key.",
  entries: [
    {
      bring: declaringElsewhere,
      why: "A component library brought the package along, and the package manager keeps it beside the library.",
      remedy:
        "`npm install pulumi-model-connections`, or what your package manager has for it, where the program is.",
    },
    {
      bring: checking({ deploymentID: "d", BASE_URL: "https://api.example.com" }),
      why: "A name that isn't one of [the arguments](arguments.md); programs that are type-checked find it earlier.",
      remedy: "Write it as suggested, or take it out.",
    },
    {
      bring: checking({ provider: undefined }),
      why: "Everything else depends on `provider`.",
      remedy: "Set it to one of the four, spelt exactly so.",
    },
    {
      bring: checking({ baseUrl: "https://api.example.com", model: undefined }),
      why: "Each provider has its own arguments, and needs all of them.",
      remedy: "Take out the foreign one, add the missing one.",
    },
    {
      bring: checking({ model: 4, connectionName: "\u0007" }),
      why: "A value of the wrong type or with characters that nobody can see, from a program without types.",
      remedy: "Give a string that can be printed.",
    },
    {
      bring: checking({ model: "", connectionName: "n".repeat(256) }),
      why: "Often a variable that was not filled.",
      remedy: "Give 1 to 255 characters.",
    },
    {
      bring: checking({ resourceName: "my resource", deploymentId: "" }, { of: azure }),
      why: "These go into addresses.",
      remedy: "Give the name as Azure shows it.",
    },
    {
      bring: checking({ baseUrl: "api.example.com" }, { of: customApi }),
      why: "The platform needs a whole URL.",
      remedy: "Put `https://` before it.",
    },
    {
      bring: checking({ baseUrl: "https://user:secret@api.example.com" }, { of: customApi }),
      why: "The URL is no secret; a password in it would be shown.",
      remedy: "Take it out.",
    },
    {
      bring: checking(without),
      why: "Neither `apiKey` nor `apiKeyEnv` has a value.",
      remedy: "Give one of the two.",
    },
    {
      bring: checking({ apiKey: "" }),
      why: "A secret that was set to nothing.",
      remedy: "`pulumi config set --secret …` without a value asks for it.",
    },
    {
      bring: checking({ apiKey: "key\n" }),
      why: "A line end was copied with the key.",
      remedy: "Set the secret again without it.",
    },
    {
      bring: checking({ apiKey: "sk-***************" }),
      why: "What the console shows is a mask.",
      remedy: "Take the key from the vendor, or from where you keep it.",
    },
    {
      bring: checking({ apiKeyEnv: "KEY" }),
      why: "Two sources for one key.",
      remedy: "Take one out.",
    },
    {
      bring: [
        checking({ ...without, apiKeyEnv: "KEY_THAT_IS_NOT_SET" }),
        checking({ ...without, apiKeyEnv: "keyOfSupport", apiKeyVersion: "1" }),
      ],
      why: "With `apiKeyEnv` a change of the key can only be seen by its version; and where the key is to be sent, the variable has to be there. A name that isn't in capitals isn't shown.",
      remedy: "Set both. In a pipeline, hand the variable to the step that runs pulumi.",
    },
    {
      bring: checking({ ...without, apiKeyEnv: "sk-1234", apiKeyVersion: "1" }),
      why: "The key itself stands where the variable's name belongs.",
      remedy: "Give the name. Exchange the key if the program has been shared: it stood in it in clear.",
    },
    {
      bring: withVariable(
        "sk-***************",
        checking({ ...without, apiKeyEnv: "SAMPLE_KEY", apiKeyVersion: " " }),
      ),
      why: "The variable is there, but its value can't be a key.",
      remedy: "Correct the variable.",
    },
    {
      bring: checking({ connectionName: openAi.apiKey }),
      why: "A key was put where something goes that everybody may see.",
      remedy: "Give another value, and exchange the key if it has been deployed so.",
    },
    {
      bring: checking({ apiKeyVersion: "1" }),
      why: "A change of `apiKey` is seen by itself.",
      remedy: "Take `apiKeyVersion` out.",
    },
    {
      bring: checking({ adopt: "yes" }),
      why: "A value of the wrong type.",
      remedy: "Give a boolean.",
    },
    {
      bring: checking({ adopt: true }),
      why: "An automatic name can't be that of a connection which somebody else made.",
      remedy: "Set `connectionName` to the name that it has on the platform.",
    },
    {
      bring: checking({ deletionPolicy: "delete" }),
      why: "There is no DELETE in the API; see [Deletion](deletion.md).",
      remedy: "Use one of the two.",
    },
    {
      bring: checking({ deletionPolicy: "scrub" }, { of: customApi }),
      why: "Scrubbing is a PATCH of the key.",
      remedy: 'Use `"retain"`, and delete the connection in the console.',
    },
    {
      bring: checking(
        { connectionName: "prod", model: "gpt-5" },
        { olds: { ...openAi, connectionName: "prod" } },
      ),
      why: "The old connection stays, with its name, so the new one can't have it.",
      remedy:
        "Change `connectionName` in the same change, or leave it out: automatic names change by themselves.",
    },
  ],
};

function withVariable(value: string, work: () => void) {
  return () => {
    process.env["SAMPLE_KEY"] = value;
    try {
      work();
    } finally {
      delete process.env["SAMPLE_KEY"];
    }
  };
}
