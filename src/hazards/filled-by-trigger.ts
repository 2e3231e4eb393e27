import { renderIdentifier, renderName } from "../syntax/names.ts";
import type { KnownRelation } from "./known-schema.ts";
import { shown } from "./relation-size.ts";

/** Statements after which `column` is written with `value`, in which NEW is the row, on each INSERT and UPDATE. */
export function filledByTrigger(table: KnownRelation, column: string, value: string): readonly string[] {
  const name = renderIdentifier(`${table.name}_${column}_fill`);
  const made = renderName({ ...shown(table), name: `${table.name}_${column}_fill` });
  return [
    `CREATE FUNCTION ${made}() RETURNS trigger LANGUAGE plpgsql AS $$`,
    `BEGIN NEW.${renderIdentifier(column)} := ${value}; RETURN NEW; END $$;`,
    `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${renderName(shown(table))}`,
    `  FOR EACH ROW EXECUTE FUNCTION ${made}();`,
  ];
}

/** Statements that take away what `filledByTrigger` made. */
export function dropFillingTrigger(table: KnownRelation, column: string): readonly string[] {
  const name = `${table.name}_${column}_fill`;
  return [
    `DROP TRIGGER ${renderIdentifier(name)} ON ${renderName(shown(table))};`,
    `DROP FUNCTION ${renderName({ ...shown(table), name })}();`,
  ];
}
