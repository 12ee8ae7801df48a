/** Errors in the form that the engine's protocol requires. */
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { PartialFailure } from "../model-connection/error-context";
import { Any, type ServiceError, grpc } from "./grpc";
import { wrap } from "./values";

/**
 * In bytes. The details are sent in a header, as base64. Node.js sends no headers of more than 64 KiB, so with larger
 * details the engine would get no message at all.
 */
const LARGEST_DETAILS = 40 * 1024;

/** What the engine shows of a failed request: only the message, which contains no key. */
export function errorFor(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FailedUpdate) return { ...failed(message), metadata: metadataOf(error) };
  return failed(message);
}

/** A write with unknown outcome, and the properties that were secret in the request. */
export class FailedUpdate extends Error {
  readonly failure: PartialFailure;
  readonly outputs: object;
  readonly secrets: ReadonlySet<string>;

  constructor(failure: PartialFailure, outputs: object, secrets: ReadonlySet<string>) {
    super(failure.message);
    this.failure = failure;
    this.outputs = outputs;
    this.secrets = secrets;
  }
}

function failed(details: string): Partial<ServiceError> {
  return { code: grpc.status.UNKNOWN, details };
}

/** The engine stores the outputs, so that the next up sees the difference. */
function metadataOf({ failure, outputs, secrets, message }: FailedUpdate) {
  const detail = new ErrorResourceInitFailed();
  detail.setId(failure.id);
  detail.setProperties(wrap(outputs, secrets));
  detail.setReasonsList(failure.reasons);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  const details = Buffer.from(status.serializeBinary());
  // Without them the engine keeps the state as it was. The next up sees the difference too, unless the program goes back.
  if (details.length <= LARGEST_DETAILS) metadata.add("grpc-status-details-bin", details);
  return metadata;
}
