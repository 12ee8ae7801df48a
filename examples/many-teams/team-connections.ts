import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
import type { Team } from "./teams";

/** The connections of one team, by model. */
export class TeamConnections extends pulumi.ComponentResource {
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;

  constructor({ name, provider, models }: Team, apiKey: pulumi.Input<string>) {
    super("example:index:TeamConnections", name);
    this.ids = Object.fromEntries(
      models.map((model) => {
        const args = { provider, model, apiKey };
        return [model, new ModelConnection(`${name}-${model}`, args, { parent: this }).id];
      }),
    );
    this.registerOutputs({ ids: this.ids });
  }
}
