/** Pulumi's provider protocol: which function answers which request. */
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  ConfigureResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { checkConfig, diffConfig } from "./configuration";
import { diff } from "./diff";
import { errorFor } from "./errors";
import { invoke } from "./functions";
import { Empty, type handleUnaryCall } from "./grpc";
import type { Instance } from "./instance";
import type { Plugin } from "./plugin";
import { check, create, read, remove, update } from "./resources";
import { schemaText, version } from "./schema";

/** The engine gets "not implemented" for everything else. */
export function serviceOf(plugin: Plugin) {
  const configured = <Q, R>(work: (instance: Instance, request: Q) => Promise<R>) =>
    unary<Q, R>((request, peer) => work(plugin.instance(peer), request));
  return {
    handshake: unary(handshake),
    getPluginInfo: unary(pluginInfo),
    getSchema: unary(schema),
    attach: unary((request, peer) => {
      plugin.attach(peer, request.getAddress());
      return new Empty();
    }),
    checkConfig: unary(checkConfig),
    diffConfig: unary(diffConfig),
    configure: unary((request, peer) => {
      plugin.configure(peer, request);
      return configureResponse();
    }),
    check: configured(check),
    diff: configured(diff),
    create: configured(create),
    read: configured(read),
    update: configured(update),
    delete: configured(remove),
    invoke: configured(invoke),
    cancel: unary((_, peer) => {
      plugin.cancel(peer);
      return new Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

function unary<Q, R>(work: (request: Q, peer: string) => R | Promise<R>): handleUnaryCall<Q, R> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(errorFor(error)),
      );
  };
}

function handshake(): ProviderHandshakeResponse {
  const response = new ProviderHandshakeResponse();
  response.setAcceptSecrets(true);
  return response;
}

function configureResponse(): ConfigureResponse {
  const response = new ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  return response;
}

function pluginInfo(): PluginInfo {
  const info = new PluginInfo();
  info.setVersion(version());
  return info;
}

function schema(): GetSchemaResponse {
  const response = new GetSchemaResponse();
  response.setSchema(schemaText());
  return response;
}
