// The settings: as configuration of a stack, and as arguments of an explicit provider.
import { SETTINGS, type Setting } from "../../dist/provider/settings-table.js";
import { described } from "./descriptions.mts";

export function configuration() {
  const variables = settings();
  return {
    config: { variables },
    // Host and key are not required: for the provider that the engine adds, they may come from the environment.
    provider: {
      description:
        "The settings of one platform and account. An explicit provider needs `host` and `apiKey`.",
      inputProperties: variables,
    },
  };
}

function settings() {
  const descriptions = described("SettingValues");
  return Object.fromEntries(
    Object.entries<Setting>(SETTINGS).map(([name, setting]) => [
      name,
      {
        type: typeOf(setting),
        description: descriptions.get(name) ?? "",
        ...(name === "apiKey" && { secret: true }),
      },
    ]),
  );
}

function typeOf({ fallback }: Setting): "boolean" | "number" | "string" {
  if (typeof fallback === "boolean") return "boolean";
  return typeof fallback === "number" ? "number" : "string";
}
