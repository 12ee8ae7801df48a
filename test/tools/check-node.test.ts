// Which Node.js versions tools/check-node.mjs accepts.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

const tool = join(__dirname, "../../tools/check-node.mjs");

test("the Node.js that runs the tests passes", () => {
  expect(execFileSync(process.execPath, [tool], { encoding: "utf8" })).toBe("");
});

test.each(["20.20.2", "22.12.0", "24.8.9"])(
  "Node.js %s is refused, and the message says what to do",
  (version) => {
    const { status, stderr } = checkAs(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`require Node.js 24.9 or later, and this is ${version}`);
    expect(stderr).toContain("npm rebuild node");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  },
);

test.each(["24.9.0", "25.0.0"])("Node.js %s passes", (version) => {
  expect(checkAs(version)).toMatchObject({ status: 0, stderr: "" });
});

function checkAs(version: string) {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" }); import(${JSON.stringify(tool)});`;
  return spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" });
}
