#!/usr/bin/env node
/** The native provider. The engine passes its own address as an argument, and reads the provider's port from stdout. */
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineWatch } from "../model-connection/engine-watch";
import { CHANNEL_OPTIONS, grpc } from "./grpc";
import { serviceOf } from "./service";

/** At the end of each run, the engine sends SIGINT and waits up to five seconds for the process to end. */
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));

// The engine may pass flags before its address.
const engine = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
const watch = new EngineWatch(engine ?? "");
watch.start();

const server = new grpc.Server(CHANNEL_OPTIONS);
server.addService(ResourceProviderService, serviceOf(engine, watch));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
