import type { Action } from "./action.ts";
import { alterTableActions } from "./alter-table-actions.ts";
import { createActions } from "./create-actions.ts";
import { dataActions } from "./data-actions.ts";
import { objectActions } from "./object-actions.ts";
import type { Tree } from "./parser.ts";
import { sessionActions } from "./session-actions.ts";

/** What the statement with this tree does, in the order of its clauses; at least one action, `other` where nothing is known. */
export function makeActions(tree: Tree): readonly Action[] {
  for (const make of READERS) {
    const actions = make(tree);
    if (actions !== null) return actions;
  }
  return [{ kind: "other", at: 0, tree: Object.keys(tree)[0] ?? "" }];
}

/** Each gives null for trees that are not its own. */
const READERS: readonly ((tree: Tree) => readonly Action[] | null)[] = [
  alterTableActions,
  createActions,
  objectActions,
  dataActions,
  sessionActions,
];
