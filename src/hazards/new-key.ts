import type { ActionOf, NewConstraint } from "../syntax/action.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import { columnOf } from "./effects/proves-not-null.ts";
import type { Finding } from "./hazard.ts";
import type { KnownRelation } from "./known-schema.ts";
import { levelOfFailure, levelOfWork } from "./level-of-work.ts";
import { describeTable, shown } from "./relation-size.ts";
import type { RuleContext } from "./rule.ts";
import { inFile, nameOf, notNullFiles, outsideTransaction, renderFiles } from "./safe-files.ts";

/** What is said of a new UNIQUE or PRIMARY KEY whose index is built, or that cannot stand on the one that it names. */
export function newKeyFindings(
  { table, constraint }: ActionOf<"add-constraint">,
  context: RuleContext,
): readonly Finding[] {
  const known = context.schema.relation(table);
  const isPartitioned = known.kind === "partitioned table";
  if (constraint.usingIndex !== null)
    return isPartitioned ? [refused(constraint, known, levelOfFailure(context.schema))] : [];
  const level = levelOfWork(context.effects);
  if (level === null) return [];
  const word = WORDS[constraint.kind] ?? "UNIQUE";
  return [
    {
      level,
      at: constraint.at,
      message: `Nobody can read or write ${describeTable(known)} while the index of the ${word} is built: ADD CONSTRAINT holds ACCESS EXCLUSIVE on it.`,
      instead: isPartitioned
        ? partitionByPartition(constraint, known, context)
        : renderFiles(...keyFiles(constraint, known, context)),
    },
  ];
}

const WORDS: { readonly [Kind in NewConstraint["kind"]]?: string } = {
  unique: "UNIQUE",
  "primary-key": "PRIMARY KEY",
};

function refused(constraint: NewConstraint, known: KnownRelation, level: Finding["level"]): Finding {
  return {
    level,
    at: constraint.at,
    message: `\`${renderName(shown(known))}\` is partitioned, and the server refuses USING INDEX there.`,
    instead: `ALTER TABLE ONLY ${renderName(shown(known))} ADD CONSTRAINT ${nameOf(constraint, known)} ${WORDS[constraint.kind]} (…);  -- then USING INDEX on each partition, then ALTER INDEX … ATTACH PARTITION`,
  };
}

/** A unique index built while others write, then the constraint that takes it over. */
function keyFiles(constraint: NewConstraint, known: KnownRelation, context: RuleContext) {
  const isNullable = (column: string) => columnOf(known, column)?.isNotNull === false;
  const nulls = constraint.kind === "primary-key" ? constraint.columns.filter(isNullable) : [];
  const target = renderName(shown(known));
  const name = nameOf(constraint, known);
  return [
    ...nulls.flatMap((column) => notNullFiles(known, column, context.server.major)),
    outsideTransaction(`CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${target} (${listOf(constraint)});`),
    inFile(`ALTER TABLE ${target} ADD CONSTRAINT ${name} ${WORDS[constraint.kind]} USING INDEX ${name};`),
  ];
}

const listOf = ({ columns }: NewConstraint): string => columns.map(renderIdentifier).join(", ");

function partitionByPartition(
  constraint: NewConstraint,
  known: KnownRelation,
  { schema }: RuleContext,
): string {
  const word = WORDS[constraint.kind];
  const columns = listOf(constraint);
  const parent = nameOf(constraint, known);
  const partitions = schema.partitions(known).map((one) => ({
    table: renderName(shown(one)),
    index: nameOf({ ...constraint, name: null }, one),
  }));
  const each = partitions.length === 0 ? [{ table: "…", index: "…" }] : partitions;
  return renderFiles(
    inFile(`ALTER TABLE ONLY ${renderName(shown(known))} ADD CONSTRAINT ${parent} ${word} (${columns});`),
    outsideTransaction(
      ...each.map(
        ({ table, index }) => `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${columns});`,
      ),
    ),
    inFile(
      ...each.flatMap(({ table, index }) => [
        `ALTER TABLE ${table} ADD CONSTRAINT ${index} ${word} USING INDEX ${index};`,
        `ALTER INDEX ${parent} ATTACH PARTITION ${index};`,
      ]),
    ),
  );
}
