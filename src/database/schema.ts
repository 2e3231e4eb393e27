/** What a database's schema is, for comparing it with another's: plain values, no names of one server alone. */
export interface Schema {
  /** Of the server that described it: some of its words change with the major. */
  readonly major: number;
  /** In no particular order; each object and part once. */
  readonly facts: readonly SchemaFact[];
}

/** One thing that a schema has: an object, or a part of one. */
export interface SchemaFact {
  /** Kind and qualified name: `table public.users`, `function public.f(integer, text)`. */
  readonly object: string;
  /** `column email`, `index users_email_idx`, `grant to app`; null: the object itself. */
  readonly part: string | null;
  /** By name, in the server's own words; null and absent: it has none. The one named `` is what the thing is. */
  readonly aspects: Readonly<Record<string, string | null>>;
}

/** What is described, and what of it is none of the migrations' business. */
export interface SchemaScope {
  readonly major: number;
  /** Relations and functions that a ledger is made of; `schema` is left out too where it is not `public`. */
  readonly ledgerSchema: string;
  readonly leftOut: readonly { readonly schema: string; readonly name: string }[];
  /** Roles whose grants count as the owner's: the connected users, where they differ between the servers. */
  readonly owners: readonly string[];
}
