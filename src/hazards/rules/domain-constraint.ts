import type { ActionOf } from "../../syntax/action.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { Level } from "../hazard.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { inFile, renderFiles } from "../safe-files.ts";
import { append, clauseAt, writtenIn } from "../written-sql.ts";

export const domainConstraint = defineRule({
  name: "domain-constraint",
  title: "A domain's constraint reads every table that uses it",
  why: "`ALTER DOMAIN … ADD CHECK`, `SET NOT NULL` and `VALIDATE CONSTRAINT` take `SHARE` on each table with a column of the domain and hold it while all their rows are read: writes to all of them wait.",
  safeWay:
    "Add the CHECK `NOT VALID`: it reads nothing and counts for new values at once. To validate it later is no gentler to writes, so do that when few are made, or give the tables CHECKs of their own, which validate without blocking.\n\n```sql\nALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER DOMAIN; measured on 11 to 18 (VALIDATE on 14 and 18).",
  on: ["alter-domain", "validate-domain"],
  check(action, context) {
    const level = levelOf(action, context);
    if (level === null) return [];
    const tables = context.effects.map(({ relation }) => describeTable(relation));
    const left = tables.length - SHOWN_TABLES;
    const named = tables.slice(0, SHOWN_TABLES).join(", ");
    const others = left > 0 ? ` and ${left} other${left === 1 ? "" : "s"}` : "";
    const where = tables.length === 0 ? "each table that uses it" : `${named}${others}`;
    return [
      {
        level,
        message: `Nobody can write to ${where} while all rows are checked: the domain \`${renderName(action.domain)}\` takes a SHARE lock on its tables.`,
        instead: action.kind === "validate-domain" ? null : withoutReading(action, writtenIn(context)),
      },
    ];
  },
});

/** Tables that are named; of the rest their number. */
const SHOWN_TABLES = 3;

type DomainAction = ActionOf<"alter-domain"> | ActionOf<"validate-domain">;

function levelOf(action: DomainAction, { schema, effects }: RuleContext): Level | null {
  if (action.kind === "alter-domain" && action.add?.isNotValid === true) return null;
  if (effects.length > 0) return levelOfWork(effects);
  // Nobody was asked which tables use it.
  return schema.facts === null && schema.type(action.domain) === null ? "high" : null;
}

function withoutReading({ domain, add }: ActionOf<"alter-domain">, sql: string): string {
  const name = renderIdentifier(add?.name ?? `${domain.name}_check`);
  const isCheck = add?.kind === "check";
  const clause = isCheck ? clauseAt(sql, add.at) : "CHECK (VALUE IS NOT NULL)";
  const named = isCheck && add.name !== null ? clause : `CONSTRAINT ${name} ${clause}`;
  return renderFiles(inFile(`ALTER DOMAIN ${renderName(domain)} ADD ${append(named, "NOT VALID")};`));
}
