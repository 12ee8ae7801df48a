// Thousands of connections: the time of a table, of JSON and of a project grows with their number, not with its square.
import { importedConnection } from "../../cli/import/connection";
import { assignNames } from "../../cli/import/names";
import { programText } from "../../cli/import/program-text";
import { projectFiles } from "../../cli/import/project-files";
import { tableOf } from "../../cli/list";
import type { ConnectionRecord } from "../../provider/client";
import { printableJson } from "../../provider/printable";

const records = (count: number, nameOf: (n: number) => string): ConnectionRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    connectionId: `cn-${n}`,
    connectionName: nameOf(n),
    provider: "Open AI",
    model: "gpt-4o",
    modelType: undefined,
    status: "ACTIVE",
    createdOn: new Date(1.7e12 + n).toISOString(),
    modifiedOn: undefined,
    fields: {},
  }));

function projectOf(connections: ConnectionRecord[]) {
  const resources = assignNames(connections.map(importedConnection));
  const program = programText(resources);
  return { resources, program, files: projectFiles("estate", "platform.example.com", resources, program) };
}

/** Processor time of the fastest of several runs: the machine's other work makes some of them slower. */
function fastest(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return user + system;
  });
  return Math.min(...times);
}

const nameKinds: Record<string, (n: number) => string> = {
  "different names": (n) => `team ${n} gpt-4o`,
  "names with one logical name": (n) => `gpt${"-".repeat((n % 100) + 1)}4o ${"!".repeat(n / 100)}`,
  "one name": () => "one name",
};

describe.each(Object.entries(nameKinds))("%s", (_, nameOf) => {
  test.each(Object.entries({ table: tableOf, json: printableJson, project: projectOf }))(
    "the time of a %s per connection is about the same for 1,000 and for 8,000",
    (_name, work) => {
      const [few, many] = [records(1_000, nameOf), records(8_000, nameOf)];
      const eightTimes = () => Array.from({ length: 8 }, () => work(few));
      eightTimes();
      const ratio = fastest(() => work(many)) / fastest(eightTimes);
      // It would be 8 if the time were quadratic.
      expect(ratio).toBeLessThan(4);
    },
  );
});

test("9,000 connections with one name are left out of a program of limited size", () => {
  const began = performance.now();
  const { resources, program, files } = projectOf(records(9_000, () => "one name"));
  expect(resources.filter(({ leftOutReason }) => leftOutReason === undefined)).toEqual([]);
  expect(program.split("\n").filter((line) => line.startsWith("// Left out: "))).toHaveLength(9_000);
  expect(program).toContain("and 8990 more");
  expect(program.length + files["README.md"]!.length).toBeLessThan(9_000 * 400);
  expect(performance.now() - began).toBeLessThan(5_000);
});
