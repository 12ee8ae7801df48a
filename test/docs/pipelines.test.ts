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
  expect(actionsOf(github)).not.toEqual([]);
  const actions = new Set([own, release, github].flatMap(actionsOf));
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  const names = [...actions].map((action) => action?.split("@")[0]);
  expect(names).toEqual([...new Set(names)]);
});

test("CI and the release install without install scripts", () => {
  for (const workflow of [own, release]) {
    const installs = [...workflow.matchAll(/npm (?:ci|install|i)\b.*$/gm)].map(([command]) => command);
    expect(installs.length).toBeGreaterThan(0);
    for (const command of installs) expect(command).toContain(" --ignore-scripts");
  }
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
  expect(new Set(others)).toEqual(
    new Set(["npm ci --ignore-scripts", 'cat drift.md >> "$GITHUB_STEP_SUMMARY"']),
  );
});

test("preview and drift get only credentials that can read", () => {
  const jobs = (workflow: string): Record<string, string> => {
    const [, ...parts] = workflow.split(/^ {0,2}(preview|drift|change|deploy|rotate):\n/m);
    return Object.fromEntries(parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1] ?? ""]] : [])));
  };
  for (const workflow of [github, gitlab]) {
    const { preview, drift, ...changing } = jobs(workflow);
    for (const text of [preview, drift]) {
      expect(text).toContain("PULUMI_READ_TOKEN");
      expect(text).not.toMatch(
        /secrets\.PULUMI_ACCESS_TOKEN|PULUMI_DEPLOY_TOKEN|PLATFORM_MANAGE_KEY|^ *environment:/m,
      );
    }
    for (const text of Object.values(changing)) expect(text).toMatch(/environment: production/);
    expect(Object.keys(changing).length).toBeGreaterThan(0);
  }
  expect(github.slice(0, github.indexOf("jobs:"))).not.toContain("${{ secrets");
});
