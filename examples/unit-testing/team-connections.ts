import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, getConnection } from "pulumi-model-connections";

/** Creates a team's own connection, to the model of the shared connection. */
export class TeamConnections extends pulumi.ComponentResource {
  readonly own: ModelConnection;

  constructor(team: string, args: { key: pulumi.Input<string> }, opts?: pulumi.ComponentResourceOptions) {
    super("example:index:TeamConnections", team, {}, opts);
    const shared = getConnection({ connectionName: "Shared" });
    this.own = new ModelConnection(
      team,
      {
        provider: "Open AI",
        connectionName: `Team ${team}`,
        model: shared.apply(({ model }) => model ?? "gpt-4o"),
        apiKey: args.key,
        deletionPolicy: "scrub",
      },
      { parent: this },
    );
    this.registerOutputs({ own: this.own.id });
  }
}
