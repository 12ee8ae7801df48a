// The native provider as one file that needs nothing but Node.js: its own code and the code of every package that it uses.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const sdk = dirname(fileURLToPath(import.meta.resolve("@pulumi/pulumi/package.json")));

export interface Bundle {
  readonly text: string;
  /** Folders of the packages whose code it contains, sorted. */
  readonly packages: readonly string[];
}

/** Bundles what `npm run build` wrote. */
export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [join(repository, "dist/provider/plugin/main.js")],
    absWorkingDir: repository,
    bundle: true,
    platform: "node",
    target: "node22.12",
    format: "cjs",
    write: false,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [copiesOfSdk],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote no file.");
  return { text: file.text, packages: packagesOf(Object.keys(metafile.inputs)) };
}

/** provider/plugin/grpc.ts loads the SDK's own copies when it runs. A bundle has to contain them. */
const copiesOfSdk: esbuild.Plugin = {
  name: "copies-of-sdk",
  setup(build) {
    build.onLoad({ filter: /[\\/]dist[\\/]provider[\\/]plugin[\\/]grpc\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const declaration = /^const requireOfSdk = .*;$/m;
      if (!declaration.test(text)) throw new Error(`${path} doesn't declare requireOfSdk.`);
      const contents = text.replace(declaration, "").replaceAll("requireOfSdk(", "require(");
      return { contents, resolveDir: sdk };
    });
  },
};

function packagesOf(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}
