import type { ExpectedObject } from "../ledger/expectation.ts";

/** `column public.users.email`: the names as they are, unquoted, for people. Foreign text. */
export const describeExpected = ({ kind, schema, relation, column }: ExpectedObject): string =>
  `${kind} ${schema}.${relation}${column === null ? "" : `.${column}`}`;
