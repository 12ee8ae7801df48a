// 40 connections of all providers as people create them in the console, with every kind of unusual but valid name.
import type { ConnectionDraft, Emulator, Provider, StoredConnection } from "../../emulator/index";

const plain = [
  "OpenAI GPT-4o",
  "Azure GPT-4",
  "Anthropic Claude",
  "My Custom API",
  "support-bot",
  "Support Bot",
  "SUPPORT_BOT",
  "support  bot!",
  "gpt/4o:prod",
  "claude (batch)",
  "Legal — contracts & NDAs",
  "x".repeat(254),
];
const words = ["class", "default", "API", "config", "pulumi", "undefined", "Model Connection", "constructor"];
const punctuation = [
  `Müller's "große" Anlage`,
  `it's`,
  `say "hi"`,
  "back\\slash \\n",
  "${process.exit(1)}",
  "`whoami` $(whoami)",
  "*/ // <!-- -->",
  "a,b;c|d",
];
const scripts = [
  "日本語モデルの接続、本番環境のための長い名前、二十四時間対応",
  "модель",
  "🤖",
  "🤖🤖",
  "Ünïcödé",
  "חיבור המודל",
  "می\u200cخواهم",
  "no\u00a0break",
];
const shapes = [
  "1st model",
  " padded ",
  "x".repeat(255),
  "a name of more words than anybody would want to read in a plan",
];

/** One name per connection. */
export const ODD_NAMES: readonly string[] = [...plain, ...words, ...punctuation, ...scripts, ...shapes];

const drafts = {
  "Open AI": () => ({ model: "gpt-4o", fields: {} }),
  "Azure Open AI": (i) => ({
    model: "GPT-4",
    fields: {
      api_version: "2024-08-01-preview",
      your_resource_name: `resource-${i}`,
      deployment_id: `deployment-${i}`,
    },
  }),
  Anthropic: () => ({ model: "claude-3-5-haiku-20241022", fields: {} }),
  API: (i) => ({ fields: { BASE_URL: `https://models-${i}.example.com/v1?tenant=a&b=c` } }),
} satisfies Record<Provider, (i: number) => Pick<ConnectionDraft, "model" | "fields">>;
const providers = Object.keys(drafts) as Provider[];

/** Creates one connection per name; every fifth one is INACTIVE. */
export function fillByConsole({ console }: Pick<Emulator, "console">): StoredConnection[] {
  return ODD_NAMES.map((connectionName, i) => {
    const provider = providers[i % providers.length]!;
    const { fields, ...rest } = drafts[provider](i);
    const status = i % 5 === 4 ? "INACTIVE" : "ACTIVE";
    return console.create({
      provider,
      connectionName,
      status,
      ...rest,
      fields: { ...fields, API_KEY: `sk-from-the-console-${i}` },
    });
  });
}
