// A table as rows of text, and how its numbers are written.

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function connections(size: number): string {
  return size === 1 ? "1 connection" : `${size} connections`;
}

export function seconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

export function mebibytes(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}
