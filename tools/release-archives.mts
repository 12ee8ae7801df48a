// `npm run release:archives`: packs the native provider for `pulumi plugin install`, one archive per system and architecture.
import { resolve } from "node:path";
import { writeArchives } from "./release/archives.mts";

const folder = resolve(process.argv[2] ?? "archives");
const names = await writeArchives(folder);
console.log([`In ${folder}:`, ...names.map((name) => `  ${name}`)].join("\n"));
