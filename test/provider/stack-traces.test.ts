// The SDK's stacks are left out while a connection is declared, and nowhere else.
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

/** How many frames each stack had that was looked at meanwhile. */
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

test("declaring a connection takes the stacks of its place in the program, and none of each promise", () => {
  expect(framesDuring(() => declare("counted")).length).toBeLessThanOrEqual(2);
});

test("the limit of stacks is afterwards what it was before, also after an error", () => {
  Error.stackTraceLimit = 7;
  declare("fine");
  expect(() => declare("")).toThrow("Missing resource name");
  expect(Error.stackTraceLimit).toBe(7);
});

test("an error of the SDK's constructor shows the program's line", () => {
  let thrown: unknown;
  try {
    declare("");
  } catch (error) {
    thrown = error;
  }
  expect((thrown as Error).stack).toContain("stack-traces.test.ts");
});
