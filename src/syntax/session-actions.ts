import type { TransactionStmt, VariableSetStmt } from "@pgsql/types";
import type { Action, ActionOf } from "./action.ts";
import { constantOf } from "./constants.ts";
import type { Tree } from "./parser.ts";

/** What changes the session or the transaction; null for all other statements. */
export function sessionActions(tree: Tree): readonly Action[] | null {
  if ("VariableSetStmt" in tree) return [setVariable(tree.VariableSetStmt)];
  if ("TransactionStmt" in tree)
    return [{ kind: "transaction", at: 0, what: transactionWord(tree.TransactionStmt) }];
  return "AlterSystemStmt" in tree ? [{ kind: "alter-system", at: 0 }] : null;
}

function setVariable({ kind, name = "", args, is_local }: VariableSetStmt): Action {
  const values = kind === "VAR_SET_VALUE" ? (args ?? []).flatMap((node) => constantOf(node) ?? []) : null;
  return { kind: "set", at: 0, name: name.toLowerCase(), values, isLocal: is_local === true };
}

function transactionWord({ kind }: TransactionStmt): ActionOf<"transaction">["what"] {
  switch (kind) {
    case "TRANS_STMT_BEGIN":
    case "TRANS_STMT_START":
      return "begin";
    case "TRANS_STMT_COMMIT":
      return "commit";
    case "TRANS_STMT_ROLLBACK":
      return "rollback";
    case "TRANS_STMT_SAVEPOINT":
    case "TRANS_STMT_RELEASE":
    case "TRANS_STMT_ROLLBACK_TO":
      return "savepoint";
    default:
      return "other";
  }
}
