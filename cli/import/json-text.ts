// A JSON value as TypeScript, formatted as prettier does it: in one line if it fits, otherwise a line for each part.
import { type Json, isJsonObject } from "../../provider/json";
import { LINE, columns, literal, property } from "./text";

/** A property of an object, with its comma. */
export function jsonProperty(indent: string, name: string, value: Json): string {
  if (typeof value === "string") return property(indent, name, literal(value));
  return `${indent}${name}: ${fitted(`${indent}${name}: `, indent, value)},`;
}

function fitted(before: string, indent: string, value: Json): string {
  const inline = inOneLine(value);
  const fits = columns(`${before}${inline},`) <= LINE && !isAlwaysBroken(value);
  return fits || typeof value !== "object" ? inline : broken(indent, value);
}

function broken(indent: string, value: Json): string {
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return ["[", ...value.map((each: Json) => `${inner}${fitted(inner, inner, each)},`), `${indent}]`].join(
      "\n",
    );
  if (!isJsonObject(value)) return inOneLine(value);
  const members = Object.entries(value).map(([name, each]) => jsonProperty(inner, nameOf(name), each));
  return ["{", ...members, `${indent}}`].join("\n");
}

/** Prettier gives each of several objects or lists its own lines. */
function isAlwaysBroken(value: Json): boolean {
  if (Array.isArray(value)) {
    const hasSeveral = (each: Json) => typeof each === "object" && Object.keys(each ?? {}).length > 1;
    const sameKind = new Set(value.map((each: Json) => Array.isArray(each))).size === 1;
    return (value.length > 1 && sameKind && value.every(hasSeveral)) || value.some(isAlwaysBroken);
  }
  return isJsonObject(value) && Object.values(value).some(isAlwaysBroken);
}

function inOneLine(value: Json): string {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${nameOf(name)}: ${inOneLine(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

// A literal `__proto__` would set the prototype.
function nameOf(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}
