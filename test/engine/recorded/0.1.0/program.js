// The program whose state is recorded beside it. As it was written for this version: what changes comes by the environment.
const pulumi = require("@pulumi/pulumi");
const { ModelConnection, ModelConnectionsProvider } = require("pulumi-model-connections");

const { KEYS, MODELS, PLATFORM } = process.env;
const apiKey = (name) => `sk-recorded-${name}-${KEYS}`;
const azure = {
  provider: "Azure Open AI",
  apiVersion: "2024-08-01-preview",
  resourceName: "my-azure-resource",
  deploymentId: "my-deployment",
};

class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("scratch:index:Team", name);
    const options = { parent: this };
    new ModelConnection("child", { ...azure, model: `GPT-4-${MODELS}`, apiKey: apiKey("child") }, options);
  }
}

new ModelConnection("auto", { provider: "Open AI", model: `auto-${MODELS}`, apiKey: apiKey("auto") });
new ModelConnection("custom", {
  provider: "API",
  baseUrl: `https://api.example.com/${MODELS}`,
  apiKey: apiKey("custom"),
});
new ModelConnection("named", {
  ...azure,
  connectionName: `named by hand ${MODELS}`,
  model: `named-${MODELS}`,
  apiKey: apiKey("named"),
});
new ModelConnection("adopted", {
  provider: "Anthropic",
  // The first generation was made in the console.
  ...(MODELS === "1" ? { connectionName: "made in the console", adopt: true } : {}),
  model: `claude-${MODELS}`,
  apiKey: apiKey("adopted"),
});
new ModelConnection("scrubbed", {
  provider: "Anthropic",
  model: `scrubbed-${MODELS}`,
  apiKey: apiKey("scrubbed"),
  deletionPolicy: "scrub",
});
new ModelConnection("fromEnvironment", {
  provider: "Open AI",
  model: `environment-${MODELS}`,
  apiKeyEnv: "MODEL_KEY",
  apiKeyVersion: KEYS,
});
new Team("team");
const platformKey = new pulumi.Config("model-connections").requireSecret("apiKey");
const explicit = new ModelConnectionsProvider("explicit", { host: PLATFORM, apiKey: platformKey });
new ModelConnection(
  "elsewhere",
  { provider: "Open AI", model: `elsewhere-${MODELS}`, apiKey: apiKey("elsewhere") },
  { provider: explicit },
);
