/** The lifecycle of a connection. Each function passes one request of the engine to the hooks, and adds what only this protocol needs. */
import {
  CheckResponse,
  type CheckRequest,
  CreateResponse,
  type CreateRequest,
  type DeleteRequest,
  ReadResponse,
  type ReadRequest,
  UpdateResponse,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { PartialFailure } from "../model-connection/error-context";
import type { Inputs, State } from "../model-connection/properties";
import { storedIn, withoutDeclaredKeys } from "./declared-keys";
import { FailedUpdate } from "./errors";
import { failuresOf } from "./failures";
import { Empty } from "./grpc";
import { withoutIgnored } from "./ignored-changes";
import { imported, withoutUnchecked } from "./import";
import type { Instance } from "./instance";
import { withNulls } from "./nulls";
import { plannedCreate, plannedUpdate } from "./planned";
import { autoNameSeed } from "./urn";
import { unwrap, wrap } from "./values";

export async function check(instance: Instance, request: CheckRequest): Promise<CheckResponse> {
  const urn = request.getUrn();
  const olds = unwrap(request.getOlds());
  const news = unwrap(request.getNews());
  const seed = autoNameSeed(urn);
  const isCheckedAgain = Object.keys(olds.values).length === 0;
  if (isCheckedAgain && instance.changedInPlace.delete(urn)) instance.session.names.forget(seed);
  const { inputs, failures } = await instance.run(urn, () =>
    instance.hooks.check(olds.values, { ...withNulls(news.values), __autoName: seed }),
  );
  const response = new CheckResponse();
  response.setInputs(wrap(failures.length > 0 ? news.values : inputs, news.secrets));
  response.setFailuresList(failuresOf(failures.map(({ reason }) => reason)));
  return response;
}

export async function create(instance: Instance, request: CreateRequest): Promise<CreateResponse> {
  const { values: inputs, secrets } = unwrap<Inputs>(request.getProperties());
  const response = new CreateResponse();
  if (request.getPreview()) {
    response.setProperties(wrap(withoutDeclaredKeys(plannedCreate(inputs), inputs), secrets));
    return response;
  }
  const work = () => instance.hooks.create(inputs);
  const { id, outs } = await instance.run(request.getUrn(), work, request.getTimeout());
  response.setId(id);
  response.setProperties(wrap(withoutDeclaredKeys(outs, inputs), secrets));
  return response;
}

/** An import sends no properties at all, and `get` sends empty ones. */
export async function read(instance: Instance, request: ReadRequest): Promise<ReadResponse> {
  const [id, urn] = [request.getId(), request.getUrn()];
  const state = storedIn<Partial<State>>(request.getProperties(), request.getInputs());
  const { values: before, inputs } = state;
  const found = await instance.run(
    urn,
    async () => {
      const result = await instance.hooks.read(id, before);
      const isImported = !request.hasProperties() && !request.hasInputs();
      if (isImported) return { id: result.id, ...imported(urn, result.props as State) };
      return "inputs" in result
        ? { ...result, inputs: withoutUnchecked(result.inputs, inputs.values) }
        : result;
    },
    request.getTimeout(),
  );
  const { status } = found.props as Partial<State>;
  if (before.status !== undefined && status !== undefined && before.status !== status)
    instance.changedStatus.add(urn);
  const response = new ReadResponse();
  response.setId(found.id);
  const after: Partial<Inputs> = "inputs" in found ? found.inputs : inputs.values;
  response.setProperties(wrap(withoutDeclaredKeys(found.props, after), state.secrets, inputs.secrets));
  if ("inputs" in found) response.setInputs(wrap(found.inputs, state.secrets, inputs.secrets));
  return response;
}

export async function update(instance: Instance, request: UpdateRequest): Promise<UpdateResponse> {
  const state = storedIn(request.getOlds(), request.getOldInputs());
  const inputs = unwrap<Inputs>(request.getNews());
  const { olds, news } = withoutIgnored(request.getIgnorechangesList(), state.values, inputs.values);
  const response = new UpdateResponse();
  if (request.getPreview()) {
    response.setProperties(wrap(withoutDeclaredKeys(plannedUpdate(olds, news), news), inputs.secrets));
    return response;
  }
  const work = () => instance.hooks.update(request.getId(), olds, news);
  try {
    const { outs } = await instance.run(request.getUrn(), work, request.getTimeout());
    response.setProperties(wrap(withoutDeclaredKeys(outs, news), inputs.secrets));
    return response;
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    // The engine keeps the old inputs too.
    const outputs = withoutDeclaredKeys(error.properties, state.inputs.values);
    throw new FailedUpdate(error, outputs, new Set([...state.secrets, ...inputs.secrets]));
  }
}

export async function remove(instance: Instance, request: DeleteRequest): Promise<Empty> {
  const { values: state } = storedIn(request.getProperties(), request.getOldInputs());
  const work = () => instance.hooks.delete(request.getId(), state);
  await instance.run(request.getUrn(), work, request.getTimeout());
  return new Empty();
}
