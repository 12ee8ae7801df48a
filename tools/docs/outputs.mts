// docs/outputs.md: the outputs of the class, with the lines that document them.
import { code, page, table } from "./markdown.mts";
import { documented } from "./source.mts";

export function outputsPage(): Promise<string> {
  const outputs = documented("provider/model-connection/resource.ts", "ModelConnection");
  const rows = outputs.map(({ name, text }) => [code(name), text]);
  return page(
    "Outputs",
    "What a `ModelConnection` has once it is made, each as a Pulumi `Output`. After a refresh they are what the platform says.",
    table(["output", "what it is"], [["`id`", "The connectionId, given by the platform."], ...rows]),
    "`ModelConnection.get` has the same outputs but `apiKey`, for a connection that the stack doesn't manage.",
  );
}
