// The tables of arguments, outputs and settings, as Markdown.
import { SETTINGS, type Setting } from "../../dist/provider/settings-table.js";
import { documented } from "./source.mts";

export function argumentsOf(...types: string[]): string {
  const rows = types.flatMap(documented);
  const head = ["argument", "what it is", ...(rows.some(({ fallback }) => fallback) ? ["default"] : [])];
  return table(
    head,
    rows.map(({ name, text, fallback = "" }) => [`\`${name}\``, text, fallback].slice(0, head.length)),
  );
}

export function outputs(): string {
  const rows = documented("ModelConnection").map(({ name, text }) => [`\`${name}\``, text]);
  return table(["output", "what it is"], [["`id`", "The connectionId, assigned by the platform."], ...rows]);
}

export function settings(): string {
  const lines = documented("SettingValues");
  const rows = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const line = lines.find((each) => each.name === name);
    const { variable, fallback } = setting;
    if (line?.fallback !== (fallback === undefined ? undefined : String(fallback)))
      throw new Error(`SettingValues and SETTINGS disagree on the default of ${name}.`);
    return [
      `\`${name}\``,
      variable === undefined ? "" : `\`${variable}\``,
      valuesOf(name, setting),
      line?.text ?? "",
    ];
  });
  return table(["setting", "variable", "values", "what it is"], rows);
}

function valuesOf(name: string, { fallback, least, most }: Setting): string {
  if (fallback === undefined) return name === "apiKey" ? "required, a secret" : "required";
  const values = least === undefined ? "`true` or `false`" : `${least} to ${most}`;
  return `${values}, default \`${fallback}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
