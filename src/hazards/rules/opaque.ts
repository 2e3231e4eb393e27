import type { Loss } from "../../files/sql/losses.ts";
import { lossesOf } from "../../files/sql/losses.ts";
import { qualifiedName } from "../../syntax/names.ts";
import { isColumnOnTarget, isOnTarget, LEVEL_OF_LOSS, rowsOf, worst } from "../on-target.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames } from "../sentences.ts";

export const opaque = defineRule({
  name: "opaque",
  title: "What DO and CALL run is not read",
  why: "The code of a `DO` or a procedure may do anything, depending on what it finds: no rule looks into it. The rehearsal runs it and shows the locks that it takes. What it plainly says to drop or to empty is named here.",
  safeWay: "Write the statements themselves where their text is known beforehand.",
  since: null,
  source: "PostgreSQL manual, DO, CALL.",
  on: ["opaque"],
  check({ what }, context) {
    const statement = context.step.statements[context.statement]?.statement;
    const lost = statement === undefined ? [] : lossesOf(statement).filter((loss) => isLost(loss, context));
    const level = worst(["info", ...lost.map((loss) => levelOf(loss, context))]) ?? "info";
    const names = lost.map(({ name, column }) =>
      column === null ? qualifiedName(name) : { schema: name.at(-1) ?? null, name: column },
    );
    const word = what === "do" ? "DO" : "CALL";
    return [
      {
        level,
        message:
          lost.length === 0
            ? `What this ${word} runs is not read here: the rehearsal alone shows what it does.`
            : `This ${word} drops or empties ${listNames(names)} where it comes to that: what is in it is lost.`,
        instead: null,
      },
    ];
  },
});

function isLost({ kind, name, column }: Loss, { schema }: RuleContext): boolean {
  if (kind === "rows") return false;
  if (kind === "schema") return true;
  const known = schema.relation(qualifiedName(name));
  return column === null ? isOnTarget(known, schema) : isColumnOnTarget(known, column, schema);
}

function levelOf({ kind, name }: Loss, { schema }: RuleContext) {
  if (kind === "schema") return "high";
  return LEVEL_OF_LOSS[rowsOf(schema.relation(qualifiedName(name)))];
}
