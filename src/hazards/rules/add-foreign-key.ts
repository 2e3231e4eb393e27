import type { ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import type { Finding, Level } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { levelOfFailure, levelOfWork } from "../level-of-work.ts";
import { describeTable, isSmall, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { inFile, namedClause, nameOf, renderFiles, validatedLater } from "../safe-files.ts";
import { append, writtenIn } from "../written-sql.ts";

export const addForeignKey = defineRule({
  name: "add-foreign-key",
  title: "A foreign key reads every row while nobody can write to either table",
  why: "`ADD FOREIGN KEY` takes `SHARE ROW EXCLUSIVE` on both tables and holds it while each row of the referencing one is looked up in the other: all writes to both wait.",
  safeWay:
    "Add it `NOT VALID`, which reads nothing and counts for new rows at once; validate it in a later file, which lets others write to both tables:\n\n```sql\nALTER TABLE tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;\n-- in a later file\nALTER TABLE tasks VALIDATE CONSTRAINT tasks_user_id_fkey;\n```\n\nBefore 18 a partitioned table takes no `NOT VALID` one: add it so to each partition, validate those, then add it to the parent, which takes them over.",
  since: "`NOT VALID` on a partitioned table: 18.",
  source: "PostgreSQL manual, ALTER TABLE, “Notes”; measured on 11 to 18.",
  on: ["add-constraint"],
  check(action, context) {
    const { constraint, table } = action;
    if (constraint.references === null || !constraint.isEnforced) return [];
    const child = context.schema.relation(table);
    if (constraint.isNotValid) return refusedOnPartitioned(action, child, context);
    const parent = context.schema.relation(constraint.references.table);
    const level = levelOf(child, parent, context);
    if (level === null) return [];
    const isByPartition = child.kind === "partitioned table" && context.server.major < 18;
    return [
      {
        level,
        at: constraint.at,
        message: `Nobody can write to ${describeTable(child)} or ${describeTable(parent)} while each row of the former is looked up: ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE on both.`,
        instead: isByPartition
          ? partitionByPartition(action, child, context)
          : validatedLater(writtenIn(context), constraint, child),
      },
    ];
  },
});

/** A small table's rows are looked up soon, but until then all writes to a big one that is referenced wait too. */
function levelOf(child: KnownRelation, parent: KnownRelation, { effects }: RuleContext): Level | null {
  const level = levelOfWork(effects);
  if (level !== null) return level;
  if (!effects.some(({ work }) => work === "scan")) return null;
  return child.origin === "catalog" && child.catalog?.sizeBytes !== 0 && !isSmall(parent) ? "medium" : null;
}

function refusedOnPartitioned(
  action: ActionOf<"add-constraint">,
  child: KnownRelation,
  context: RuleContext,
): readonly Finding[] {
  if (child.kind !== "partitioned table" || context.server.major >= 18) return [];
  return [
    {
      level: levelOfFailure(context.schema),
      at: action.constraint.at,
      message: `\`${renderName(shown(child))}\` is partitioned, and PostgreSQL ${context.server.major} refuses a foreign key of it that is NOT VALID; 18 takes it.`,
      instead: partitionByPartition(action, child, context),
    },
  ];
}

function partitionByPartition(
  { constraint }: ActionOf<"add-constraint">,
  child: KnownRelation,
  context: RuleContext,
): string {
  const clause = namedClause(writtenIn(context), constraint, child).replace(/\s+NOT\s+VALID\b/i, "");
  const name = nameOf(constraint, child);
  const partitions = context.schema.partitions(child).map((one) => `ALTER TABLE ${renderName(shown(one))}`);
  const each = partitions.length === 0 ? ["ALTER TABLE … /* each partition */"] : partitions;
  return renderFiles(
    inFile(...each.map((target) => `${target} ADD ${append(clause, "NOT VALID")};`)),
    inFile(...each.map((target) => `${target} VALIDATE CONSTRAINT ${name};`)),
    inFile(`ALTER TABLE ${renderName(shown(child))} ADD ${clause};`),
  );
}
