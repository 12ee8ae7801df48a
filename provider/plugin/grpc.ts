/** gRPC and protobuf for the plugin. They are the SDK's own copies, because the SDK's messages work with no other (decisions/0005). */
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as AnyModule from "google-protobuf/google/protobuf/any_pb";
import type * as EmptyModule from "google-protobuf/google/protobuf/empty_pb";
import type * as StructModule from "google-protobuf/google/protobuf/struct_pb";

const requireOfSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = requireOfSdk("@grpc/grpc-js") as typeof Grpc;
export const { Any } = requireOfSdk("google-protobuf/google/protobuf/any_pb") as typeof AnyModule;
export const { Empty } = requireOfSdk("google-protobuf/google/protobuf/empty_pb") as typeof EmptyModule;
export const { Struct } = requireOfSdk("google-protobuf/google/protobuf/struct_pb") as typeof StructModule;

export type Empty = EmptyModule.Empty;
export type Struct = StructModule.Struct;
export type JavaScriptValue = StructModule.JavaScriptValue;
export type { ServiceError, handleUnaryCall } from "@grpc/grpc-js";

/** The engine and the SDK allow messages of this size. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

export const CHANNEL_OPTIONS = {
  // The engine is on this machine. Through a proxy from the environment, no message would arrive.
  "grpc.enable_http_proxy": 0,
  "grpc.max_receive_message_length": LARGEST_MESSAGE,
  "grpc.max_send_message_length": LARGEST_MESSAGE,
};
