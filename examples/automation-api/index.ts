import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { ModelConnection } from "pulumi-model-connections";

const program = () => {
  const gpt4o = new ModelConnection("gpt4o", {
    provider: "Open AI",
    model: "gpt-4o",
    apiKeyEnv: "OPENAI_API_KEY",
    apiKeyVersion: "1",
  });
  return Promise.resolve({ id: gpt4o.id });
};

const stack = await LocalWorkspace.createOrSelectStack(
  { stackName: "dev", projectName: "automation-api", program },
  // The engine loads the package from this folder.
  { workDir: import.meta.dirname },
);

async function deploy() {
  // The refresh finds drift, so that this update restores the declared configuration.
  const { outputs } = await stack.up({ refresh: true });
  console.log(`deployed ${String(outputs["id"].value)}`);
  return 0;
}

async function drift() {
  const { changeSummary, stdout } = await stack.previewRefresh({ color: "never" });
  const { same, ...changed } = changeSummary;
  if (Object.keys(changed).length === 0) {
    console.log(`no drift in ${String(same)} resources`);
    return 0;
  }
  console.log(stdout);
  return 2;
}

const commands: Record<string, (() => Promise<number>) | undefined> = { deploy, drift };
const command = commands[process.argv[2] ?? ""];
if (command === undefined) throw new Error("usage: node index.ts deploy | drift");
process.exitCode = await command();
