#!/usr/bin/env node
/** The native provider: the engine starts it with its own address as the argument and reads the port from stdout. */
import "./compile-cache";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineWatch } from "../model-connection/engine-watch";
import { CHANNEL_OPTIONS, grpc } from "./grpc";
import { serviceOf } from "./service";

/** The engine ends a plugin by SIGINT, and waits up to five seconds for it at the end of each run. */
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));

// Flags of the engine can come before it.
const engine = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
const watch = new EngineWatch(engine ?? "");
watch.start();

const server = new grpc.Server(CHANNEL_OPTIONS);
server.addService(ResourceProviderService, serviceOf(engine, watch));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
