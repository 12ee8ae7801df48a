/** The functions of the package: lookups of connections that the stack doesn't manage. */
import { InvokeResponse, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { findWith, listWith } from "../model-connection/lookups";
import { PlainError } from "../plain-error";
import { failuresOf } from "./failures";
import type { Instance } from "./instance";
import { unwrap, wrap } from "./values";

type Args = Readonly<Record<string, unknown>>;

interface LookupFunction {
  /** What is wrong with the arguments. */
  readonly problems: (args: Args) => string[];
  readonly run: (instance: Instance, args: Args) => Promise<object>;
}

const FUNCTIONS: Readonly<Record<string, LookupFunction>> = {
  "model-connections:index:getConnection": {
    problems: ({ id, connectionName }) =>
      isText(id) !== isText(connectionName) ? [] : ["give either id or connectionName, as a string"],
    run: ({ session }, { id, connectionName }) =>
      findWith(
        session.platform.client,
        id as string | undefined,
        connectionName as string | undefined,
        session.deadline(),
      ),
  },
  "model-connections:index:listConnections": {
    problems: ({ limit }) =>
      limit === undefined || (Number.isInteger(limit) && Number(limit) > 0)
        ? []
        : ["limit must be a whole number greater than 0"],
    run: async ({ session }, filter) => ({
      connections: await listWith(session.platform.client, { ...filter }, session.deadline()),
    }),
  },
};

export async function invoke(instance: Instance, request: InvokeRequest): Promise<InvokeResponse> {
  const called = FUNCTIONS[request.getTok()];
  if (called === undefined) throw new PlainError("The package model-connections has no such function.");
  const { values, secrets } = unwrap(request.getArgs());
  const problems = called.problems(values);
  const response = new InvokeResponse();
  response.setFailuresList(failuresOf(problems));
  if (problems.length > 0) return response;
  response.setReturn(wrap(await instance.run("", () => called.run(instance, values)), secrets));
  return response;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
