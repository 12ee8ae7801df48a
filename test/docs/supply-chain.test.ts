// What an installation brings along: few packages, exact versions, a reason for each, no scripts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string) => readFileSync(join(__dirname, "../..", path), "utf8");

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}
interface Lock {
  packages: Record<string, { hasInstallScript?: true; dependencies?: Record<string, string> }>;
}

const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = JSON.parse(read("package-lock.json")) as Lock;
const decision = read("decisions/0005-few-dependencies.md");

test("every runtime dependency has its reason, and every reason its dependency", () => {
  const reasons = [...decision.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(Object.keys(manifest.dependencies).sort()).toEqual(reasons.sort());
});

test("versions are exact", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});

test("each install script in the tree is allowed or denied by name, and npm refuses any other", () => {
  const { node, ...others } = manifest.allowScripts;
  expect(node).toBe(true);
  expect(new Set(Object.values(others))).toEqual(new Set([false]));
  expect(Object.keys(manifest.allowScripts).sort()).toEqual(withInstallScript().sort());
  expect(read(".npmrc")).toMatch(/^strict-allow-scripts=true$/m);
});

test("no runtime dependency has an install script, nor anything below it", () => {
  const tree = new Set(Object.keys(manifest.dependencies).flatMap((name) => [...withAllBelow(name)]));
  expect(withInstallScript().filter((name) => tree.has(name))).toEqual([]);
  expect(tree.size).toBeGreaterThan(Object.keys(manifest.dependencies).length);
});

test("the public workflow checks signatures and known holes", () => {
  const workflow = read(".github/workflows/ci.yml");
  expect(workflow).toContain("- run: npm audit signatures\n");
  expect(workflow).toContain("- run: npm audit\n");
});

function withInstallScript(): string[] {
  const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  return scripted.map(([path]) => path.replace(/^.*node_modules\//, ""));
}

function withAllBelow(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const below of Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {}))
    withAllBelow(below, seen);
  return seen;
}
