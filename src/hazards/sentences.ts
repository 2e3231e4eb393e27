import { type ObjectName, renderName } from "../syntax/names.ts";

/** `` `a`, `b` and 3 others ``: at most `most` names of SQL objects, in their order. */
export function listNames(names: readonly ObjectName[], most = 3): string {
  const unique = [...new Set(names.map((name) => `\`${renderName(withoutPublic(name))}\``))];
  if (unique.length > most) {
    const others = unique.length - most;
    return `${unique.slice(0, most).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
  }
  const last = unique.at(-1) ?? "";
  return unique.length < 2 ? last : `${unique.slice(0, -1).join(", ")} and ${last}`;
}

/** The name as people write it: without the schema `public`. */
export const withoutPublic = ({ schema, name }: ObjectName): ObjectName => ({
  schema: schema === "public" ? null : schema,
  name,
});
