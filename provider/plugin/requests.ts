/** Which function answers a request about settings, connections or lookups. */
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { type ConfigureRequest, ConfigureResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { EngineWatch } from "../model-connection/engine-watch";
import { checkConfig, diffConfig } from "./configuration";
import { diff } from "./diff";
import { invoke } from "./functions";
import { Empty } from "./grpc";
import type { Instance } from "./instance";
import { Plugin } from "./plugin";
import { check, create, read, remove, update } from "./resources";

export type Requests = ReturnType<typeof requestsOf>;

export function requestsOf(engine: string | undefined, watch: EngineWatch) {
  const plugin = new Plugin(engine, watch);
  const configured =
    <Q, R>(work: (instance: Instance, request: Q) => Promise<R>) =>
    (request: Q, peer: string) =>
      work(plugin.instance(peer), request);
  return {
    attach: (request: PluginAttach, peer: string) => {
      plugin.attach(peer, request.getAddress());
      return new Empty();
    },
    checkConfig,
    diffConfig,
    configure: (request: ConfigureRequest, peer: string) => {
      plugin.configure(peer, request);
      return configureResponse();
    },
    check: configured(check),
    diff: configured(diff),
    create: configured(create),
    read: configured(read),
    update: configured(update),
    delete: configured(remove),
    invoke: configured(invoke),
    cancel: (_: Empty, peer: string) => {
      plugin.cancel(peer);
      return new Empty();
    },
  };
}

function configureResponse(): ConfigureResponse {
  const response = new ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  return response;
}
