import { clip, forLogLine } from "../foreign-text.ts";
import { displayWidth } from "./display-width.ts";
import type { Paint } from "./paint.ts";

/** A cell of a table in a log: foreign text allowed, styled after it is padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint[keyof Paint];
  /** `end`: for numbers. */
  readonly align?: "start" | "end";
}

const CELL_LIMIT = 120;

/** Rows as lines: a sign, a blank, then aligned columns two blanks apart, none at the end; cells are harmless. */
export function renderColumns(rows: readonly (readonly Cell[])[]): readonly string[] {
  const safe = rows.map((row) =>
    row.map((cell) => ({ ...cell, text: clip(forLogLine(cell.text), CELL_LIMIT) })),
  );
  const widths: number[] = [];
  for (const row of safe) {
    for (const [index, { text }] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, displayWidth(text));
  }
  return safe.map((row) => {
    const cells = row.map((cell, index) => {
      const blanks = " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell.text)));
      const text = (cell.paint ?? ((plain) => plain))(cell.text);
      if (cell.align === "end") return blanks + text;
      return index === row.length - 1 ? text : text + blanks;
    });
    return [...cells.slice(0, 1), cells.slice(1).join("  ")].join(" ").trimEnd();
  });
}
