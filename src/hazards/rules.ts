import type { Rule } from "./rule.ts";
import { addCheck } from "./rules/add-check.ts";
import { addExclusion } from "./rules/add-exclusion.ts";
import { addForeignKey } from "./rules/add-foreign-key.ts";
import { addPrimaryKey } from "./rules/add-primary-key.ts";
import { addSerialOrIdentity } from "./rules/add-serial-or-identity.ts";
import { addUnique } from "./rules/add-unique.ts";
import { alterSystem } from "./rules/alter-system.ts";
import { attachPartition } from "./rules/attach-partition.ts";
import { briefLock } from "./rules/brief-lock.ts";
import { cascade } from "./rules/cascade.ts";
import { changeColumnType } from "./rules/change-column-type.ts";
import { changedType } from "./rules/changed-type.ts";
import { concurrentlyOnPartitioned } from "./rules/concurrently-on-partitioned.ts";
import { constrainedDomainColumn } from "./rules/constrained-domain-column.ts";
import { copyTable } from "./rules/copy-table.ts";
import { createIndex } from "./rules/create-index.ts";
import { dataViolates } from "./rules/data-violates.ts";
import { ddlWithBackfill } from "./rules/ddl-with-backfill.ts";
import { detachPartition } from "./rules/detach-partition.ts";
import { domainConstraint } from "./rules/domain-constraint.ts";
import { dropColumn } from "./rules/drop-column.ts";
import { dropDatabase } from "./rules/drop-database.ts";
import { dropForeignKey } from "./rules/drop-foreign-key.ts";
import { dropFunction } from "./rules/drop-function.ts";
import { dropIndex } from "./rules/drop-index.ts";
import { dropKey } from "./rules/drop-key.ts";
import { dropPartition } from "./rules/drop-partition.ts";
import { dropSchema } from "./rules/drop-schema.ts";
import { dropTable } from "./rules/drop-table.ts";
import { dropView } from "./rules/drop-view.ts";
import { enforceConstraint } from "./rules/enforce-constraint.ts";
import { enumValueUsed } from "./rules/enum-value-used.ts";
import { foreignKeyWithoutIndex } from "./rules/foreign-key-without-index.ts";
import { inlineCheck } from "./rules/inline-check.ts";
import { inlineReferences } from "./rules/inline-references.ts";
import { inlineUnique } from "./rules/inline-unique.ts";
import { insertWithoutValue } from "./rules/insert-without-value.ts";
import { invalidIndex } from "./rules/invalid-index.ts";
import { lockAccumulation } from "./rules/lock-accumulation.ts";
import { lockTable } from "./rules/lock-table.ts";
import { nameTooLong } from "./rules/name-too-long.ts";
import { narrowColumnType } from "./rules/narrow-column-type.ts";
import { notNullWithoutDefault } from "./rules/not-null-without-default.ts";
import { opaque } from "./rules/opaque.ts";
import { parentFanOut } from "./rules/parent-fan-out.ts";
import { partitionOf } from "./rules/partition-of.ts";
import { primaryKeyUsingIndex } from "./rules/primary-key-using-index.ts";
import { refreshMaterializedView } from "./rules/refresh-materialized-view.ts";
import { reindex } from "./rules/reindex.ts";
import { renameColumn } from "./rules/rename-column.ts";
import { renameEnumValue } from "./rules/rename-enum-value.ts";
import { renameSchema } from "./rules/rename-schema.ts";
import { renameTable } from "./rules/rename-table.ts";
import { replication } from "./rules/replication.ts";
import { seenInRehearsal } from "./rules/seen-in-rehearsal.ts";
import { setExpression } from "./rules/set-expression.ts";
import { setNotNull } from "./rules/set-not-null.ts";
import { setSchema } from "./rules/set-schema.ts";
import { severalTablesLocked } from "./rules/several-tables-locked.ts";
import { storedGeneratedColumn } from "./rules/stored-generated-column.ts";
import { truncate } from "./rules/truncate.ts";
import { unbatchedDelete } from "./rules/unbatched-delete.ts";
import { unbatchedUpdate } from "./rules/unbatched-update.ts";
import { unknownRule } from "./rules/unknown-rule.ts";
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
  // What the rows say: see src/preflight.
  // What is gone or lost.
  dropColumn,
  dropTable,
  dropPartition,
  dropSchema,
  dropDatabase,
  dropView,
  dropFunction,
  truncate,
  cascade,
  // What code that is still running names.
  renameColumn,
  renameTable,
  renameSchema,
  renameEnumValue,
  setSchema,
  // What code that is still running writes and reads.
  insertWithoutValue,
  changedType,
  dropKey,
  // Keys and partitions.
  dropForeignKey,
  attachPartition,
  detachPartition,
  partitionOf,
  parentFanOut,
  // Tables as a whole.
  refreshMaterializedView,
  copyTable,
  briefLock,
  lockTable,
  // Transactions and rows.
  lockAccumulation,
  severalTablesLocked,
  ddlWithBackfill,
  unbatchedUpdate,
  unbatchedDelete,
  enumValueUsed,
  // Others.
  dataViolates,
  seenInRehearsal,
  unknownRule,
  opaque,
  replication,
  alterSystem,
  nameTooLong,
];

/** What `-- migrate:allow` may name. */
export const RULE_NAMES: ReadonlySet<string> = new Set(RULES.map(({ name }) => name));
