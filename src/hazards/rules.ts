import type { Rule } from "./rule.ts";
import { addCheck } from "./rules/add-check.ts";
import { addExclusion } from "./rules/add-exclusion.ts";
import { addForeignKey } from "./rules/add-foreign-key.ts";
import { addPrimaryKey } from "./rules/add-primary-key.ts";
import { addSerialOrIdentity } from "./rules/add-serial-or-identity.ts";
import { addUnique } from "./rules/add-unique.ts";
import { changeColumnType } from "./rules/change-column-type.ts";
import { concurrentlyOnPartitioned } from "./rules/concurrently-on-partitioned.ts";
import { constrainedDomainColumn } from "./rules/constrained-domain-column.ts";
import { createIndex } from "./rules/create-index.ts";
import { domainConstraint } from "./rules/domain-constraint.ts";
import { dropIndex } from "./rules/drop-index.ts";
import { enforceConstraint } from "./rules/enforce-constraint.ts";
import { foreignKeyWithoutIndex } from "./rules/foreign-key-without-index.ts";
import { inlineCheck } from "./rules/inline-check.ts";
import { inlineReferences } from "./rules/inline-references.ts";
import { inlineUnique } from "./rules/inline-unique.ts";
import { invalidIndex } from "./rules/invalid-index.ts";
import { narrowColumnType } from "./rules/narrow-column-type.ts";
import { notNullWithoutDefault } from "./rules/not-null-without-default.ts";
import { primaryKeyUsingIndex } from "./rules/primary-key-using-index.ts";
import { reindex } from "./rules/reindex.ts";
import { setExpression } from "./rules/set-expression.ts";
import { setNotNull } from "./rules/set-not-null.ts";
import { storedGeneratedColumn } from "./rules/stored-generated-column.ts";
import { validateInSameTransaction } from "./rules/validate-in-same-transaction.ts";
import { virtualColumnNotNull } from "./rules/virtual-column-not-null.ts";
import { volatileDefault } from "./rules/volatile-default.ts";

/** Every rule, in the order of docs/hazards.md. */
export const RULES: readonly Rule[] = [
  // Indexes.
  createIndex,
  concurrentlyOnPartitioned,
  invalidIndex,
  dropIndex,
  reindex,
  // Constraints.
  addCheck,
  addForeignKey,
  foreignKeyWithoutIndex,
  addUnique,
  addPrimaryKey,
  primaryKeyUsingIndex,
  addExclusion,
  setNotNull,
  validateInSameTransaction,
  enforceConstraint,
  domainConstraint,
  // New columns.
  notNullWithoutDefault,
  volatileDefault,
  addSerialOrIdentity,
  storedGeneratedColumn,
  setExpression,
  virtualColumnNotNull,
  constrainedDomainColumn,
  inlineCheck,
  inlineUnique,
  inlineReferences,
  // Types.
  changeColumnType,
  narrowColumnType,
];

/** What `-- migrate:allow` may name. */
export const RULE_NAMES: ReadonlySet<string> = new Set(RULES.map(({ name }) => name));
