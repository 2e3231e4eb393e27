import type { CatalogFacts, CatalogRelation } from "../../src/database/catalog-facts.ts";
import type { Hazard } from "../../src/hazards/hazard.ts";
import { type HazardSituation, hazardsOf, makeColumn, makeFacts, makeTable } from "./hazard-values.ts";

/** What is said of it, the SQL (of one file, or of several), the target, and the levels that one rule gives. */
export type RuleCase = readonly [
  title: string,
  sql: string | readonly string[],
  situation: HazardSituation,
  levels: readonly Hazard["level"][],
];

/** Nobody was asked what the target has. */
export const UNASKED: HazardSituation = {};

/** A target with these relations. */
export const target = (
  relations: readonly CatalogRelation[],
  values: Partial<CatalogFacts> = {},
): HazardSituation => ({ facts: makeFacts(relations, { useSince: "2026-11-01T00:00:00Z", ...values }) });

/** The hazards of the rule `name` in `sql`. */
export const ofRule = (
  name: string,
  sql: string | readonly string[],
  situation: HazardSituation = UNASKED,
): readonly Hazard[] => hazardsOf(sql, situation).filter(({ rule }) => rule === name);

/** Their levels. */
export const levelsOf = (name: string, [, sql, situation]: RuleCase): readonly Hazard["level"][] =>
  ofRule(name, sql, situation).map(({ level }) => level);

export const USED = { seqScans: 3, indexScans: 1_200, inserted: 7, updated: 4, deleted: 1 } as const;
export const NEVER_USED = { seqScans: 0, indexScans: 0, inserted: 0, updated: 0, deleted: 0 } as const;

/** Without a single page. */
export const EMPTY = { rows: 0, sizeBytes: 0, totalBytes: 8_192 } as const;

/** `public.users` with an email, big and used. */
export const makeUsers = (values: Partial<CatalogRelation> = {}): CatalogRelation =>
  makeTable("users", {
    columns: [
      makeColumn("id", "bigint", { isNotNull: true }),
      makeColumn("email", "text"),
      makeColumn("plan", "text", { isNotNull: true, hasDefault: true }),
    ],
    use: USED,
    ...values,
  });

/** `public.orders`, whose `user_id` references `users`. */
export const makeOrders = (values: Partial<CatalogRelation> = {}): CatalogRelation =>
  makeTable("orders", {
    columns: [makeColumn("id", "bigint", { isNotNull: true }), makeColumn("user_id", "bigint")],
    constraints: [
      {
        name: "orders_user_id_fkey",
        kind: "foreign-key",
        definition: "FOREIGN KEY (user_id) REFERENCES users(id)",
        columns: ["user_id"],
        isValid: true,
        isEnforced: true,
        references: { schema: "public", name: "users", columns: ["id"] },
        index: "users_pkey",
      },
    ],
    use: USED,
    ...values,
  });

/** What `users` has where `orders` references it. */
export const REFERENCED = {
  referencedBy: [
    { schema: "public", name: "orders", constraint: "orders_user_id_fkey", columns: ["user_id"] },
  ],
} as const;

/** What a table has that `active_users` reads, its email among others. */
export const VIEWED = {
  views: [{ schema: "public", name: "active_users", kind: "view", columns: ["id", "email"] }],
} as const;

export const PRIMARY_KEY = {
  name: "users_pkey",
  kind: "primary-key",
  definition: "PRIMARY KEY (id)",
  columns: ["id"],
  isValid: true,
  isEnforced: true,
  references: null,
  index: "users_pkey",
} as const;

/** A CHECK of this name that is valid. */
export const makeCheck = (name: string, definition: string, columns: readonly string[]) =>
  ({
    name,
    kind: "check",
    definition: `CHECK (${definition})`,
    columns,
    isValid: true,
    isEnforced: true,
    references: null,
    index: null,
  }) as const;

/** An index on these columns. */
export const makeIndex = (
  name: string,
  columns: readonly (string | null)[],
  values: Partial<CatalogRelation["indexes"][number]> = {},
): CatalogRelation["indexes"][number] => ({
  schema: "public",
  name,
  method: "btree",
  columns,
  predicate: null,
  isUnique: false,
  isPrimary: false,
  isValid: true,
  isReplicaIdentity: false,
  constraint: null,
  ...values,
});

/** `public.events`, partitioned by `at`, with two partitions, the second its default where `default` is named. */
export function makeEvents(second: "values" | "default", values: Partial<CatalogRelation> = {}) {
  const columns = [makeColumn("id", "bigint"), makeColumn("at", "date", { isNotNull: false })];
  const partition = (name: string, bound: string) =>
    makeTable(name, {
      columns,
      use: USED,
      partitionOf: { schema: "public", name: "events" },
      bound,
      ...values,
    });
  const isDefault = second === "default";
  return [
    makeTable("events", {
      kind: "partitioned table",
      columns,
      partitionedBy: { strategy: "range", columns: ["at"] },
      partitions: [
        { schema: "public", name: "events_2025", isDefault: false },
        { schema: "public", name: "events_rest", isDefault },
      ],
      ...values,
    }),
    partition("events_2025", "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"),
    partition("events_rest", isDefault ? "DEFAULT" : "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"),
  ];
}
