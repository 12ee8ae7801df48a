// This repository's own workflow and the ready pipelines: pinned actions, every suite, and nothing but the tested script.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies, engines, scripts } from "../../package.json";

const read = (path: string) => readFileSync(join(__dirname, "../..", path), "utf8");

const own = read(".github/workflows/ci.yml");
const release = read(".github/workflows/release.yml");
const github = read("pipelines/github-actions.yml");
const gitlab = read("pipelines/gitlab-ci.yml");

const actionsOf = (workflow: string) => [...workflow.matchAll(/uses: (.+)$/gm)].map(([, action]) => action);

test("every action is pinned by its commit, the same in all workflows", () => {
  for (const action of [...actionsOf(own), ...actionsOf(release), ...actionsOf(github)])
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(actionsOf(github)).not.toEqual([]);
  expect(actionsOf(own)).toEqual(expect.arrayContaining([...actionsOf(release), ...actionsOf(github)]));
});

test("CI runs every suite there is, npm test on the oldest Node and on the newest", () => {
  const inTest = [...scripts.test.matchAll(/npm run (\S+)/g)].map(([, name]) => name);
  const suites = Object.keys(scripts).filter((name) => name.startsWith("test") && !inTest.includes(name));
  const run = [...own.matchAll(/\{ script: "?([^",]+)"?, node: "([^"]+)" \}/g)];
  expect(new Set(run.map(([, script]) => script))).toEqual(new Set(suites));
  expect(run.filter(([, script]) => script === "test").map(([, , node]) => node)).toEqual([
    engines.node.replace(">=", ""),
    devDependencies.node.split(".")[0],
  ]);
});

test("each pipeline runs every step of the script, and nothing beside it", () => {
  const steps = ["preview", "drift", "deploy", "rotate"];
  const called = (workflow: string) =>
    [...workflow.matchAll(/pipelines\/model-connections\.sh (\w+)$/gm)].map(([, step]) => step);
  expect(called(github)).toEqual(steps);
  expect(called(gitlab)).toEqual(steps);
  const commands = [...github.matchAll(/run: (.+)$/gm)].map(([, command]) => command);
  const others = commands.filter((command) => !command?.startsWith("pipelines/model-connections.sh "));
  expect(new Set(others)).toEqual(new Set(["npm ci", 'cat drift.md >> "$GITHUB_STEP_SUMMARY"']));
});
