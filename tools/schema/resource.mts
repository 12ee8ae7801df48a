// The resource: its arguments and outputs, what is secret, and what replaces the connection.
import { ARGUMENTS } from "../../dist/provider/model-connection/check.js";
import { FIELD_NAMES } from "../../dist/provider/model-connection/fields.js";
import { identifies } from "../../dist/provider/model-connection/fields-of-form.js";
import { TYPE } from "../../dist/provider/program/handler.js";
import { described, describedArguments } from "./descriptions.mts";
import { TEXT, TYPES, refTo } from "./types.mts";

const SECRETS = ["apiKey", "headers"];
const INPUT_ONLY = [...SECRETS, "adopt"];
/** Without these there is no connection. All others depend on the provider. */
const REQUIRED = { arguments: ["provider"], outputs: ["connectionName", "host", "provider"] };
const DESCRIPTION =
  "An external model connection of the agent platform. Its `id` is the `connectionId`. `provider` decides which arguments exist: a preview reports each one that is missing or not allowed.";

export function resource() {
  return {
    description: DESCRIPTION,
    inputProperties: inputs(),
    requiredInputs: REQUIRED.arguments,
    properties: outputs(),
    required: REQUIRED.outputs,
    // A stack of the dynamic provider continues with the same connections.
    aliases: [{ type: TYPE }],
  };
}

function inputs() {
  const descriptions = describedArguments();
  const provider = described("ModelConnection").get("provider");
  return Object.fromEntries(
    ARGUMENTS.map((name) => [
      name,
      {
        ...(name === "status" ? refTo("ExpectedStatus") : typeOf(name)),
        description: textFor(name, descriptions.get(name) ?? (name === "provider" ? provider : undefined)),
        ...(SECRETS.includes(name) && { secret: true }),
        ...(replacesAlways(name) && { willReplaceOnChanges: true }),
      },
    ]),
  );
}

/** What is declared and goes into state is an output too, except keys (decisions/0014). */
function outputs() {
  const shown = described("ModelConnection");
  const declared = describedArguments();
  const names = [...new Set([...shown.keys(), ...ARGUMENTS])].filter((name) => !INPUT_ONLY.includes(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...typeOf(name),
        description: textFor(name, shown.get(name) ?? declared.get(name)),
      },
    ]),
  );
}

function typeOf(name: string) {
  return TYPES[name] ?? TEXT;
}

function textFor(name: string, text: string | undefined): string {
  if (text === undefined) throw new Error(`provider/ doesn't document ${name}.`);
  return text;
}

/** The connection's name replaces too, except where PATCH can change it. */
function replacesAlways(name: string): boolean {
  const field = FIELD_NAMES.find((each) => each === name);
  return field !== undefined && identifies(field);
}
