/** Pulumi's provider protocol: what the provider says about itself, and everything else, which is loaded when it is needed. */
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { GetSchemaResponse, ProviderHandshakeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { EngineWatch } from "../model-connection/engine-watch";
import { errorFor } from "./errors";
import type { handleUnaryCall } from "./grpc";
import type { Requests } from "./requests";
import { schemaText, version } from "./schema";

type Work<Q, R> = (request: Q, peer: string) => R | Promise<R>;

/**
 * The engine gets "not implemented" for everything else. It starts one process for the schema alone, which loads no hooks.
 * @param engine the address of the engine that started this process; undefined if engines attach to it
 */
export function serviceOf(engine: string | undefined, watch: EngineWatch) {
  let requests: Promise<Requests> | undefined;
  const load = () =>
    (requests ??= import("./requests.js").then(({ requestsOf }) => requestsOf(engine, watch)));
  const later = <Q, R>(chosen: (all: Requests) => Work<Q, R>) =>
    unary<Q, R>(async (request, peer) => chosen(await load())(request, peer));
  return {
    handshake: unary(handshake),
    getPluginInfo: unary(pluginInfo),
    getSchema: unary(schema),
    attach: later(({ attach }) => attach),
    checkConfig: later(({ checkConfig }) => checkConfig),
    diffConfig: later(({ diffConfig }) => diffConfig),
    configure: later(({ configure }) => configure),
    check: later(({ check }) => check),
    diff: later(({ diff }) => diff),
    create: later(({ create }) => create),
    read: later(({ read }) => read),
    update: later(({ update }) => update),
    delete: later((all) => all.delete),
    invoke: later(({ invoke }) => invoke),
    cancel: later(({ cancel }) => cancel),
  } satisfies Partial<IResourceProviderServer>;
}

function unary<Q, R>(work: Work<Q, R>): handleUnaryCall<Q, R> {
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
