import { type ObjectName, renderIdentifier, renderName } from "../syntax/names.ts";
import { renderBatches, renderSomeRows } from "./render-batches.ts";

/** Two columns of a table that hold the same for as long as old and new code run side by side. */
export interface ColumnPair {
  readonly table: ObjectName;
  readonly from: string;
  readonly to: string;
  /** Casts between them where their types differ; empty: none. */
  readonly castTo: string;
  readonly castFrom: string;
}

/** SQL of a trigger that writes what code puts into one of the columns into the other. */
export function renderKeepInStep({ table, from, to, castTo, castFrom }: ColumnPair): string {
  const old = renderIdentifier(from);
  const made = renderIdentifier(to);
  const name = renderName({ schema: table.schema, name: `${table.name}_${to}_in_step`.slice(0, 63) });
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$`,
    "BEGIN",
    "  IF TG_OP = 'INSERT' THEN",
    `    NEW.${made} := coalesce(NEW.${made}, NEW.${old}${castTo});`,
    `    NEW.${old} := coalesce(NEW.${old}, NEW.${made}${castFrom});`,
    `  ELSIF NEW.${old} IS DISTINCT FROM OLD.${old} THEN`,
    `    NEW.${made} := NEW.${old}${castTo};`,
    `  ELSIF NEW.${made} IS DISTINCT FROM OLD.${made} THEN`,
    `    NEW.${old} := NEW.${made}${castFrom};`,
    "  END IF;",
    "  RETURN NEW;",
    "END $$;",
    `CREATE TRIGGER ${renderIdentifier(`${to}_in_step`.slice(0, 63))} BEFORE INSERT OR UPDATE ON ${renderName(table)}`,
    `  FOR EACH ROW EXECUTE FUNCTION ${name}();`,
  ].join("\n");
}

/** SQL that fills the new column of the rows that were there, some thousand at a time, for a file of its own. */
export function renderFill({ table, from, to, castTo }: ColumnPair): string {
  const name = renderName(table);
  const old = renderIdentifier(from);
  const made = renderIdentifier(to);
  const rest = `${made} IS NULL AND ${old} IS NOT NULL`;
  return renderBatches(`UPDATE ${name} SET ${made} = ${old}${castTo} WHERE ${renderSomeRows(name, rest)};`);
}
