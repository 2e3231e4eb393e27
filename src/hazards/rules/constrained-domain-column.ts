import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { KnownRelation, KnownType } from "../known-schema.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addColumnWithDefault } from "../safe-column.ts";
import { inFile, renderFiles } from "../safe-files.ts";
import { writtenIn } from "../written-sql.ts";

export const constrainedDomainColumn = defineRule({
  name: "constrained-domain-column",
  title: "A column of a domain with a constraint rewrites the table",
  why: "`ADD COLUMN` of a domain that has a CHECK or NOT NULL writes every row and every index anew under `ACCESS EXCLUSIVE`, with a constant default and without one.",
  safeWay:
    "Add a column of the domain's base type, and what the domain demands as a CHECK that is validated later:\n\n```sql\nALTER TABLE users ADD COLUMN email text;\nALTER TABLE users ADD CONSTRAINT users_email_check CHECK (email LIKE '%@%') NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_email_check;\n```",
  since: null,
  source: "Measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const domain = context.schema.type(column.type);
    if (domain?.kind !== "domain" || !domain.isConstrained) return [];
    const level = levelOfWork(context.effects);
    if (level === null) return [];
    const known = context.schema.relation(table);
    const base = { ...column, type: domain.base ?? column.type };
    const { added, validated } = checksOf(domain, known, column.name);
    return [
      {
        level,
        at: column.at,
        message: `Nobody can read or write ${describeTable(known)} while every row and index of it is written anew: the domain \`${renderName(column.type)}\` has a constraint, and ADD COLUMN holds ACCESS EXCLUSIVE.`,
        instead: renderFiles(
          inFile(addColumnWithDefault(writtenIn(context), known, base), ...added),
          inFile(...validated),
        ),
      },
    ];
  },
});

/** What the domain demands, of the column in place of VALUE. */
function checksOf(domain: KnownType, table: KnownRelation, column: string) {
  const target = `ALTER TABLE ${renderName(shown(table))}`;
  const written = renderIdentifier(column);
  const definitions = (domain.catalog?.constraints ?? []).map(({ definition }) =>
    definition.replace(/\s+NOT VALID$/, "").replace(/\bVALUE\b/g, () => written),
  );
  const nulls = domain.catalog?.isNotNull === true ? [`CHECK (${written} IS NOT NULL)`] : [];
  const all = [...definitions, ...nulls];
  const checks = all.length === 0 ? ["CHECK (…)"] : all;
  const name = (index: number) =>
    renderIdentifier(`${table.name}_${column}_check${index === 0 ? "" : String(index)}`);
  return {
    added: checks.map((check, index) => `${target} ADD CONSTRAINT ${name(index)} ${check} NOT VALID;`),
    validated: checks.map((_, index) => `${target} VALIDATE CONSTRAINT ${name(index)};`),
  };
}
