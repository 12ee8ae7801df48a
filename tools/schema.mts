// Part of `npm run build`: writes the package's schema for the native provider, from the tables and the doc comments of provider/.
import { writeFileSync } from "node:fs";
import { schema } from "./schema/package.mts";

const file = new URL("../dist/provider/plugin/schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(schema(), undefined, 2)}\n`);
