// The files of the project: the program, what Pulumi, npm and TypeScript need, and a README.
import { readFileSync } from "node:fs";
import type { NamedResource } from "./names";
import { quoted } from "./text";

/** The content of each file, by name. */
export function projectFiles(
  project: string,
  host: string,
  resources: readonly NamedResource[],
  program: string,
): Record<string, string> {
  return {
    "Pulumi.yaml": `name: ${project}\ndescription: Model connections adopted from the platform.\nruntime:\n  name: nodejs\n`,
    "package.json": json(packageOf(project)),
    "tsconfig.json": TSCONFIG,
    ".gitignore": "node_modules/\n",
    "index.ts": program,
    "README.md": readme(host, resources),
  };
}

const TYPESCRIPT = "^6.0.3";

const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "strict": true,
    "noEmit": true
  },
  "files": ["index.ts"]
}
`;

function packageOf(project: string) {
  const file = require.resolve("pulumi-model-connections/package.json");
  const { version, peerDependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
    peerDependencies: Record<string, string>;
  };
  return {
    name: project.toLowerCase(),
    private: true,
    main: "index.ts",
    dependencies: { ...peerDependencies, "pulumi-model-connections": `^${version}` },
    // The compiler that Pulumi's SDK includes is too old for this tsconfig.json.
    devDependencies: { typescript: TYPESCRIPT },
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readme(host: string, resources: readonly NamedResource[]): string {
  const declared = resources.filter((resource) => resource.leftOutReason === undefined);
  const withSecrets = declared.filter(({ headers }) => headers === undefined || headers.length > 0);
  const commands = withSecrets.flatMap(setCommands);
  // Not as comments of the commands: a shell without interactive comments would run the name as a command.
  const meanings = withSecrets.map(
    ({ secret, connectionName, headers }) => `${secret}  ${quoted(connectionName)}${meaningOf(headers)}\n`,
  );
  return `# Model connections

Written by \`model-connections import\`. The first \`pulumi up\` adopts the connections; it creates none.

\`\`\`sh
npm install
pulumi stack init prod
pulumi config set model-connections:host ${shellQuoted(host)}
pulumi config set --secret model-connections:apiKey
${commands.join("")}pulumi up
\`\`\`

Until pulumi-model-connections is on npm, run \`npm install\` with the file that \`npm pack\` wrote, before the other commands.

Each \`pulumi config set --secret\` prompts for its value, so that no key gets into the shell's history. The first
\`pulumi up\` sends these keys to the platform, where they replace the stored ones, so check each key. A key for provider
"API" is not sent, because the API can't change it: enter the one that is in use. Remove every connection from the program
that another stack already manages. After the first \`pulumi up\` you can remove the \`adopt: true\` lines; that changes
nothing.

Each secret and its connection:

\`\`\`text
${meanings.join("")}\`\`\`
`;
}

/** One secret for each value: Pulumi masks only complete secrets in `--json` and events, not the parts of a JSON text. */
function setCommands({ secret, headers }: NamedResource): string[] {
  if (headers === undefined || headers === "not shown") return [`pulumi config set --secret ${secret}\n`];
  return headers.map(
    (name) => `pulumi config set --secret --path ${shellQuoted(`${secret}[${quoted(name)}]`)}\n`,
  );
}

/** Without the names of the headers there is one secret for all. The first pulumi up replaces all headers. */
function meaningOf(headers: NamedResource["headers"]): string {
  if (headers === undefined) return "";
  return headers === "not shown"
    ? ", all headers as a JSON object of names and values; {} for none"
    : ", the value of each header";
}

/** The text as one word of a shell command. */
function shellQuoted(text: string): string {
  return /^[A-Za-z0-9.:/_-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
