import type { CommentLine } from "./comment-lines.ts";
import type { ScriptProblem } from "./script.ts";

const MARKERS: readonly (readonly [tool: string, marker: RegExp])[] = [
  ["dbmate", /^--[ \t]*migrate:(up|down)(?![\w-])/],
  ["goose", /^--[ \t]*\+goose\b/i],
  ["sql-migrate", /^--[ \t]*\+migrate\b/i],
  ["node-pg-migrate", /^--+[ \t]*down[ \t]+migration[ \t]*$/i],
  ["tern", /^----[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*----/i],
];

/**
 * What is wrong when a comment is the marker with which another tool divides a file into the way there and the way
 * back; null when it is none. Source: formats.md, "Files".
 */
export function foreignMarker({
  text,
  isAtEnd,
}: CommentLine): Pick<ScriptProblem, "message" | "hint"> | null {
  const tool = MARKERS.find(([, marker]) => marker.test(text))?.[0];
  // People also write these words as plain comments above a way back that is itself commented out.
  if (tool === undefined || (tool === "node-pg-migrate" && isAtEnd)) return null;
  return {
    message: `This is a file of ${tool}: its way there and its way back stand in one file, and this version does not read that layout.`,
    hint: "Put the way back into a file of its own (`V_name.up.sql` and `V_name.down.sql`) and take the marker out.",
  };
}
