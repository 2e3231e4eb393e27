import { renderName } from "../../syntax/names.ts";
import { defineRule } from "../rule.ts";
import { laterActions } from "../transaction-around.ts";

export const dropFunction = defineRule({
  name: "drop-function",
  title: "A function is dropped or renamed",
  why: "Running code that calls it fails. What the database itself calls inside of other functions fails too, when it is next called: PostgreSQL keeps no note of it.",
  safeWay:
    "Replace it where its signature stays; else make the new one beside the old one, and drop that when no code calls it:\n\n```sql\nCREATE OR REPLACE FUNCTION price(id bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT 1.0 $$;\n```",
  since: null,
  source: "PostgreSQL manual, CREATE FUNCTION, “Overloading”.",
  on: ["drop", "rename"],
  check(action, context) {
    if (action.what !== "function") return [];
    const { name } = action.name;
    // Dropped and made in one transaction, nobody sees that it was gone.
    const isMadeAgain = laterActions(context).some(
      (one) => one.kind === "create-function" && one.name.name === name,
    );
    if (isMadeAgain || context.schema.isMadeFunction(action.name)) return [];
    const shownName = renderName(action.name);
    const way = action.kind === "drop" ? "dropped" : "renamed";
    return [
      {
        level: "medium",
        message: `Running code that calls \`${shownName}\` fails once it is ${way}.`,
        instead:
          action.kind === "drop"
            ? `-- 1. deploy code that does not call ${shownName}\n-- 2. in a file of a later release\nDROP FUNCTION ${shownName};`
            : `-- 1. make ${renderName({ ...action.name, name: action.to })} beside ${shownName}\n-- 2. deploy code that calls the new one\n-- 3. in a file of a later release\nDROP FUNCTION ${shownName};`,
      },
    ];
  },
});
