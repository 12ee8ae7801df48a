import * as pulumi from "@pulumi/pulumi";
import { TeamConnections } from "./team-connections";

const config = new pulumi.Config();
const support = new TeamConnections("support", { key: config.requireSecret("supportKey") });

export const connectionName = support.own.connectionName;
