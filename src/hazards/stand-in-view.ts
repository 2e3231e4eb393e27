import { type ObjectName, renderName } from "../syntax/names.ts";
import type { RuleContext } from "./rule.ts";
import { laterActions } from "./transaction-around.ts";

/** True where the same transaction makes a view with the old name: code that is still running goes on working. */
export function hasStandIn(old: ObjectName, context: RuleContext): boolean {
  return laterActions(context).some(
    (later) =>
      later.kind === "create-view" &&
      later.name.name === old.name &&
      (later.name.schema ?? old.schema) === old.schema,
  );
}

/** SQL of such a view: one that only selects can be written to. Source: manual, CREATE VIEW, "Updatable Views". */
export function renderStandIn(
  old: ObjectName,
  made: ObjectName,
  { server }: Pick<RuleContext, "server">,
): string {
  // Without it the view reads with its owner's rights, and row security is not that of the caller.
  const caller = server.major >= 15 ? " WITH (security_invoker = true)" : "";
  return `CREATE VIEW ${renderName(old)}${caller} AS SELECT * FROM ${renderName(made)};  -- and GRANT on it what roles have on the table`;
}
