// The ready pipelines and this repository's own: pinned actions, and nothing done outside the script that is tested.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string) => readFileSync(join(__dirname, "../..", path), "utf8");

const own = read(".github/workflows/ci.yml");
const github = read("pipelines/github-actions.yml");
const gitlab = read("pipelines/gitlab-ci.yml");

const actionsOf = (workflow: string) => [...workflow.matchAll(/uses: (.+)$/gm)].map(([, action]) => action);

test("every action is pinned by its commit, the same in all workflows", () => {
  for (const action of [...actionsOf(own), ...actionsOf(github)])
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(actionsOf(github)).not.toEqual([]);
  expect(actionsOf(own)).toEqual(expect.arrayContaining(actionsOf(github)));
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
