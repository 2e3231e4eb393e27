import type { CommentLine } from "./comment-lines.ts";
import { NODE_PG_MIGRATE_DOWN, WAY_MARKERS } from "./layouts/way-markers.ts";
import type { ScriptProblem } from "./script.ts";

const MARKERS = Object.entries({ ...WAY_MARKERS, "node-pg-migrate": NODE_PG_MIGRATE_DOWN });

/**
 * What is wrong when a comment is the marker with which another tool divides a file into the way there and the way
 * back; null when it is none. A layout leaves its own markers blank: one that is seen here is of a layout that was not
 * named, or of one tool's file among another's. Source: formats.md, "Files".
 */
export function foreignMarker({
  text,
  isAtEnd,
}: CommentLine): Pick<ScriptProblem, "message" | "hint"> | null {
  const tool = MARKERS.find(([, marker]) => marker.test(text))?.[0];
  // People also write these words as plain comments above a way back that is itself commented out.
  if (tool === undefined || (tool === "node-pg-migrate" && isAtEnd)) return null;
  return {
    message: `This is a file of ${tool}: its way there and its way back stand in one file, and both would be run.`,
    hint: `Where all files are ${tool}'s, set \`layout: ${tool}\`. Else put the way back into a file of its own (\`V_name.up.sql\` and \`V_name.down.sql\`) and take the marker out.`,
  };
}
