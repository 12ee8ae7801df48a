// Every link leads to a file and heading that exist, and docs/README.md links to every page.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pages, read, repository } from "./fences";

interface Link {
  readonly page: string;
  readonly target: string;
}

const links: Link[] = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = ""]) => ({ page, target })),
);

test("every link leads to a file and heading that exist", () => {
  expect(links).toContainEqual({ page: "docs/arguments.md", target: "../README.md#what-a-change-does" });
  expect(links.filter(isBroken)).toEqual([]);
  expect(isBroken({ page: "docs/drift.md", target: "nowhere.md" })).toBe(true);
  expect(isBroken({ page: "docs/drift.md", target: "lifecycle.md#nowhere" })).toBe(true);
});

// docs/api/ is built.
test("every file of the repository that a page names exists", () => {
  const named = pages.flatMap((page) =>
    [
      ...read(page).matchAll(/`((?:provider|emulator|cli|test|tools|docs|decisions|pipelines)\/[\w./-]+)`/g),
    ].map(([, path = ""]) => ({ page, path })),
  );
  expect(named).toContainEqual({ page: "CONTRIBUTING.md", path: "provider/settings.ts" });
  expect(named.filter(({ path }) => path !== "docs/api/" && !existsSync(join(repository, path)))).toEqual([]);
});

test("the index has every page", () => {
  const listed = links.filter(({ page }) => page === "docs/README.md").map(pathOf);
  const own = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");
  expect(own.filter((page) => !listed.includes(page))).toEqual([]);
});

function isBroken(link: Link): boolean {
  const path = pathOf(link);
  const [, heading] = link.target.split("#");
  if (!existsSync(join(repository, path))) return true;
  return heading !== undefined && !anchorsIn(path).includes(heading);
}

/** From the repository's root. */
function pathOf({ page, target }: Link): string {
  const [path = ""] = target.split("#");
  return path === "" ? page : relative(repository, join(repository, dirname(page), path));
}

function anchorsIn(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
