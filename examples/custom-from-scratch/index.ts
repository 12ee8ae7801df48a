import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const config = new pulumi.Config();

const summarizer = new ModelConnection("summarizer", {
  provider: "API",
  model: "summarizer-2",
  endpointUrl: "https://models.example.com/v1/summaries",
  // Each value is a secret in the state, whether or not it is a credential.
  headers: { "X-Api-Key": config.requireSecret("modelKey"), "X-Team": "research" },
  // The body of each request. The platform fills in the variables in double braces.
  payload: {
    input: { instructions: "{{system_prompt}}", text: "{{prompt}}" },
    options: { maxTokens: 1024 },
  },
  promptVars: [
    {
      name: "prompt",
      displayName: "Prompt",
      status: "ACTIVE",
      dataType: "string",
      elementType: "string",
      defaultValue: "",
      required: true,
    },
    {
      name: "system_prompt",
      displayName: "System prompt",
      status: "ACTIVE",
      dataType: "string",
      elementType: "string",
      defaultValue: "Summarize in three sentences.",
      required: false,
    },
  ],
  customVars: [],
  // Where the response has the text and the numbers of tokens.
  outputPath: "result.summary",
  inputTokensPath: "usage.input",
  outputTokensPath: "usage.output",
});

export const connectionId = summarizer.id;
export const connectionName = summarizer.connectionName;
