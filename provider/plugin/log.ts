/** Messages to the user. The engine's Log call shows each under its resource. */
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { type Kind, Reporter } from "../model-connection/reporter";
import type { CurrentRequests } from "./current-request";
import { CHANNEL_OPTIONS, grpc } from "./grpc";

/** A reporter whose messages belong to the current request. Without an engine they go to stderr. */
export function engineReporter(engine: string | undefined, requests: CurrentRequests): Reporter {
  if (engine === undefined) return new Reporter();
  const client = new EngineClient(engine, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
  return new Reporter((line, kind, text) => {
    const request = new LogRequest();
    request.setUrn(requests.current?.urn ?? "");
    request.setSeverity(kind === "warning" ? LogSeverity.WARNING : LogSeverity.INFO);
    request.setMessage(messageOf(kind, text));
    const arrived = new Promise<void>((resolve) => {
      client.log(request, (error) => {
        if (error !== null) process.stderr.write(line);
        resolve();
      });
    });
    requests.current?.logged.push(arrived);
  });
}

/** The CLI puts "warning:" before a warning, but nothing before a note or drift; pipelines look for "drift:". */
function messageOf(kind: Kind, text: string): string {
  return kind === "warning" ? text : `${kind}: ${text}`;
}
