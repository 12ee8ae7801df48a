/** The files around the program: what Pulumi, npm and TypeScript need, and a page that says what to do. */
import { readFileSync } from "node:fs";
import type { NamedResource } from "./names";
import { inQuotes } from "./program-text";

export function projectFiles(
  project: string,
  host: string,
  resources: readonly NamedResource[],
  program: string,
): Record<string, string> {
  return {
    "Pulumi.yaml": `name: ${project}\ndescription: Model connections taken over from the platform.\nruntime:\n  name: nodejs\n`,
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
    // The compiler that comes with Pulumi's SDK is too old for the tsconfig.json.
    devDependencies: { typescript: TYPESCRIPT },
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readme(host: string, resources: readonly NamedResource[]): string {
  const declared = resources.filter((resource) => resource.leftOut === undefined);
  const lines = declared.map(({ secret }) => `pulumi config set --secret ${secret}\n`);
  // Never beside the commands: a shell that takes no comments would run what a name says.
  const meanings = declared.map(({ secret, connectionName }) => `${secret}  ${inQuotes(connectionName)}\n`);
  return `# Model connections

Written by \`model-connections import\`. The first \`pulumi up\` takes the connections over; it makes none.

\`\`\`sh
npm install
pulumi stack init prod
pulumi config set model-connections:host ${host}
pulumi config set --secret model-connections:apiKey
${lines.join("")}pulumi up
\`\`\`

Each \`pulumi config set --secret\` asks for its value, so that no key gets into the shell's history. The keys given here
are sent to the platform at the first \`pulumi up\` and take the place of those that are stored there, so make sure of
each; but for provider "API", whose key the API can't change. Take out of the program what another stack manages already.
After the first \`pulumi up\` the \`adopt: true\` lines can be taken out; that changes nothing.

The secret of each connection's key:

\`\`\`text
${meanings.join("")}\`\`\`
`;
}
