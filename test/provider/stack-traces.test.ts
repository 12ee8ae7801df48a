// The SDK takes no stack traces while a connection is declared. Everywhere else, stack traces work as usual.
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, type ModelConnectionArgs } from "../../provider/index";
import { openAi } from "./arguments";

beforeAll(() =>
  pulumi.runtime.setMocks({
    call: ({ inputs }) => inputs as object,
    newResource: ({ name, inputs }) => ({ id: `cn-${name}`, state: inputs as object }),
  }),
);

const declare = (name: string) => new ModelConnection(name, openAi as unknown as ModelConnectionArgs);

/** The number of frames in each stack trace that is taken during the work; empty traces are left out. */
function framesDuring(work: () => unknown): number[] {
  const frames: number[] = [];
  const before: unknown = Reflect.get(Error, "prepareStackTrace");
  Error.prepareStackTrace = (error, sites) => {
    frames.push(sites.length);
    return String(error);
  };
  try {
    work();
  } finally {
    Reflect.set(Error, "prepareStackTrace", before);
  }
  return frames.filter((count) => count > 0);
}

test("declaring a connection takes stack traces only for its position in the program, not for each promise", () => {
  expect(framesDuring(() => declare("counted")).length).toBeLessThanOrEqual(2);
});

test("Error.stackTraceLimit is restored after a declaration, also after a failed one", () => {
  Error.stackTraceLimit = 7;
  declare("fine");
  expect(() => declare("")).toThrow("Missing resource name");
  expect(Error.stackTraceLimit).toBe(7);
});

test("the stack trace of an error in the SDK's constructor contains the program's file", () => {
  let thrown: unknown;
  try {
    declare("");
  } catch (error) {
    thrown = error;
  }
  expect((thrown as Error).stack).toContain("stack-traces.test.ts");
});
