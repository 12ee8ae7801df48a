import * as pulumi from "@pulumi/pulumi";
import { TeamConnections } from "./team-connections";
import { teams } from "./teams";

const keys = new pulumi.Config();

/** By team, then by model. */
export const ids = Object.fromEntries(
  teams.map((team) => [team.name, new TeamConnections(team, keys.requireSecret(`${team.name}Key`)).ids]),
);
