// What the SDKs of some languages need besides the schema: the names of their packages, and the version of the plugin.

/** The Go module is the one that `pulumi package add` writes into the project; no such module is published. */
export function languages(repository: string) {
  const respectSchemaVersion = true;
  return {
    go: {
      importBasePath: `${repository.replace("https://", "")}/sdk/go/modelconnections`,
      generateResourceContainerTypes: true,
      respectSchemaVersion,
    },
    python: { packageName: "pulumi_model_connections", pyproject: { enabled: true }, respectSchemaVersion },
    nodejs: { respectSchemaVersion },
    csharp: { namespaces: { "model-connections": "ModelConnections" }, respectSchemaVersion },
  };
}
