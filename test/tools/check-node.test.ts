// What tools/check-node.mjs makes of the Node that runs a script.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

const tool = join(__dirname, "../../tools/check-node.mjs");

test("the Node that runs the tests is new enough", () => {
  expect(execFileSync(process.execPath, [tool], { encoding: "utf8" })).toBe("");
});

test.each(["20.20.2", "22.12.0", "24.8.9"])("Node %s is turned away with what to do", (version) => {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" }); import(${JSON.stringify(tool)});`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain(`need Node 24.9 or newer and this is ${version}`);
  expect(stderr).toContain("npm rebuild node");
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test.each(["24.9.0", "25.0.0"])("Node %s passes", (version) => {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" }); import(${JSON.stringify(tool)});`;
  expect(spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});
