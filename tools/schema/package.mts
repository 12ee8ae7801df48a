// The schema of the package, which Pulumi's language hosts read: https://www.pulumi.com/docs/iac/packages-and-automation/schema/
import { readFileSync } from "node:fs";
import { connectionSummary, functions } from "./functions.mts";
import { languages } from "./languages.mts";
import { resource } from "./resource.mts";
import { configuration } from "./settings.mts";
import { TOKEN, types } from "./types.mts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
  readonly license: string;
  readonly homepage: string;
  readonly repository: { readonly url: string };
};

export function schema() {
  const { version, license, homepage } = manifest;
  const repository = manifest.repository.url.replace(/^git\+|\.git$/g, "");
  return {
    name: "model-connections",
    displayName: "Model Connections",
    version,
    description: "External model connections of an agent platform.",
    keywords: ["pulumi", "category/cloud", "kind/native"],
    homepage,
    license,
    repository,
    // The archives of its releases: tools/release-archives.mts.
    pluginDownloadURL: repository.replace("https://github.com", "github://api.github.com"),
    language: languages(repository),
    ...configuration(),
    types: { ...types(), "model-connections:index:ConnectionSummary": connectionSummary() },
    resources: { [TOKEN]: resource() },
    functions: functions(),
  };
}
