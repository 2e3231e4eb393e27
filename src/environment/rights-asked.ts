import type { CatalogFacts, CatalogName } from "../database/catalog-facts.ts";
import type { RightsQuestion } from "../database/read-rights.ts";
import type { Action } from "../syntax/action.ts";
import { keyOf, type ObjectName } from "../syntax/names.ts";
import { type ParsedStep, placeOf } from "../syntax/parse-steps.ts";
import { createdIn, drops, madeNames, mayChangeRights, ownedBy, setsRole } from "./rights-of-action.ts";

/** A right that a statement needs of the role that runs it. */
export type RightAsked = {
  /** `file:line`. */
  readonly place: string;
  /** True: nothing that ran before it can have changed who may do what. */
  readonly isSure: boolean;
} & (
  | {
      readonly kind: "create-in-schema" /** Null: the first of the search path. */;
      readonly schema: string | null;
    }
  | { readonly kind: "create-schema" }
  /** drop: the owner of the schema may do it too. */
  | { readonly kind: "own" | "drop"; readonly relation: CatalogName }
  | { readonly kind: "create-extension"; readonly name: string }
);

/** What a plan needs, as far as its words say. */
export interface RightsAsked {
  readonly asked: readonly RightAsked[];
  /** Statements that run what is not seen: DO, CALL, what follows a SET ROLE. */
  readonly unseen: number;
}

/**
 * The rights that `steps` need on what the target has: to create in its schemas, to own what is altered or dropped, to
 * create extensions. Nothing about what the plan makes itself, and nothing about rows.
 */
export function makeRightsAsked(steps: readonly ParsedStep[], facts: CatalogFacts | null): RightsAsked {
  const asked: RightAsked[] = [];
  const made = new Set<string>();
  let isSure = true;
  let unseen = 0;
  for (const { step, statements } of steps) {
    const session = { isRoleSet: false, isPathSet: false };
    if (step.resumes !== null) isSure = false;
    for (const { statement, actions } of statements) {
      if (session.isRoleSet || actions.length === 0 || actions.some(({ kind }) => kind === "opaque"))
        unseen++;
      if (actions.length === 0) isSure = false;
      for (const action of actions) {
        if (setsRole(action)) session.isRoleSet = true;
        if (action.kind === "set" && action.name === "search_path") session.isPathSet = true;
        const place = `${step.source.file}:${placeOf(statement, action.at).line}`;
        if (!session.isRoleSet)
          for (const right of rightsOf(action, { facts, made, isPathSet: session.isPathSet }))
            asked.push({ ...right, place, isSure });
        for (const name of madeNames(action)) made.add(name);
        if (mayChangeRights(action)) isSure = false;
      }
    }
  }
  return { asked, unseen };
}

/** The names that the catalog is to be asked about. */
export function questionOf({ asked }: RightsAsked): Omit<RightsQuestion, "as"> {
  const unique = (names: readonly string[]) => [...new Set(names)];
  const relations = asked.flatMap((right) =>
    right.kind === "own" || right.kind === "drop" ? [right.relation] : [],
  );
  return {
    schemas: unique(
      asked.flatMap((right) =>
        right.kind === "create-in-schema" && right.schema !== null ? [right.schema] : [],
      ),
    ),
    relations: [...new Map(relations.map((one) => [keyOf(one), one])).values()],
    extensions: unique(asked.flatMap((right) => (right.kind === "create-extension" ? [right.name] : []))),
  };
}

interface Before {
  readonly facts: CatalogFacts | null;
  /** Names, of schemas too, that the plan has made by then. */
  readonly made: ReadonlySet<string>;
  readonly isPathSet: boolean;
}

type Right<Asked = RightAsked> = Asked extends unknown ? Omit<Asked, "place" | "isSure"> : never;

function rightsOf(action: Action, before: Before): readonly Right[] {
  if (action.kind === "create-schema") return [{ kind: "create-schema" }];
  if (action.kind === "create-extension") return [{ kind: "create-extension", name: action.name }];
  const owned = ownedBy(action).flatMap((name) => find(name, before));
  const kind = drops(action) ? "drop" : "own";
  const created = createdIn(action, (name) => find(name, before)[0]?.schema ?? null).filter(({ schema }) =>
    schema === null ? !before.isPathSet : !before.made.has(schema),
  );
  return [
    ...created.map(({ schema }) => ({ kind: "create-in-schema", schema }) as const),
    ...owned.map(({ schema, name }) => ({ kind, relation: { schema, name } }) as const),
  ];
}

/** What the target has under this name, if it is surely that which is meant; empty otherwise. */
function find({ schema, name }: ObjectName, { facts, made, isPathSet }: Before): readonly CatalogName[] {
  if (facts === null || made.has(name) || (schema === null && isPathSet)) return [];
  const schemas = schema === null ? facts.searchPath : [schema];
  const found = schemas.flatMap((one) =>
    facts.relations.filter((relation) => relation.schema === one && relation.name === name),
  );
  return found.slice(0, 1);
}
