import { COMMAND_NAMES } from "../../../inputs/commands.ts";
import { HEALTH_CODES } from "../../../report/health/health-codes.ts";
import type { Result } from "../../../report/report.ts";
import { RUN_FIELDS } from "../runs/run-request.ts";
import { STATUS_OF_EXIT_CODE } from "../runs/status-of-run.ts";

/** A JSON Schema, draft 2020-12, which is that of OpenAPI 3.1. */
export type Schema = Readonly<Record<string, unknown>>;

const RESULTS: Readonly<Record<Result, true>> = {
  ...{ applied: true, "nothing-to-do": true, planned: true, created: true, "rolled-back": true },
  ...{ refused: true, failed: true, cancelled: true, unknown: true },
};

export const ref = (name: keyof typeof SCHEMAS): Schema => ({ $ref: `#/components/schemas/${name}` });
const nullable = (schema: Schema): Schema => ({ oneOf: [schema, { type: "null" }] });
const listOf = (items: Schema): Schema => ({ type: "array", items });
const TEXT = { type: "string" } as const;
const MOMENT = { type: "string", format: "date-time" } as const;
const VERSIONS = listOf(TEXT);

/** An object of which all `properties` are there, and more may be beside them. */
const objectOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  ...{ type: "object", required: Object.keys(properties), properties },
});

/** The report, so far as somebody must know it; every field of it is in docs/format.md. */
const REPORT = objectOf({
  format: { const: "migrate-action.report/1" },
  tool: objectOf({ name: TEXT, version: TEXT }),
  command: { enum: [...COMMAND_NAMES] },
  result: { enum: Object.keys(RESULTS) },
  exitCode: { enum: Object.keys(STATUS_OF_EXIT_CODE).map(Number) },
  startedAt: MOMENT,
  durationMs: { type: "number", minimum: 0 },
  target: nullable(objectOf({ database: TEXT, serverVersion: TEXT, environment: nullable(TEXT) })),
  ledger: nullable(
    objectOf({
      ...{ previousVersion: nullable(TEXT), currentVersion: nullable(TEXT) },
      ...{ applied: VERSIONS, pending: VERSIONS, ahead: VERSIONS },
    }),
  ),
  plan: nullable(
    objectOf({ digest: TEXT, refusals: listOf({ type: "object" }), steps: listOf({ type: "object" }) }),
  ),
  rehearsal: nullable(objectOf({ site: TEXT, ok: { type: "boolean" } })),
  gate: nullable(
    objectOf({ passed: { type: "boolean" }, needs: listOf(objectOf({ code: TEXT, message: TEXT })) }),
  ),
  migrations: listOf(objectOf({ version: TEXT, state: TEXT })),
  status: listOf({ type: "object" }),
  batch: nullable({ type: "integer" }),
  failure: nullable(objectOf({ code: TEXT, message: TEXT, hint: nullable(TEXT) })),
  problems: listOf(objectOf({ code: TEXT, message: TEXT })),
  notices: listOf(TEXT),
});

const RUN = { startedAt: MOMENT, by: TEXT, dryRun: { type: "boolean" } } as const;

/** All that the document refers to. */
export const SCHEMAS = {
  Health: {
    type: "object",
    required: ["status", "database", "migrations"],
    additionalProperties: false,
    properties: {
      status: { enum: ["healthy", "unhealthy"] },
      database: { enum: ["connected", "disconnected"] },
      migrations: {
        ...nullable(objectOf({ applied: VERSIONS, latest: nullable(TEXT), pending: VERSIONS })),
        description: "null where the ledger could not be read",
      },
      deep: {
        type: "object",
        required: ["schema", "verify"],
        properties: {
          schema: { enum: ["same", "differs", "not-compared"] },
          why: TEXT,
          verify: { enum: ["holds", "violated", "not-asked", "none"] },
        },
        description: "only with ?deep",
      },
      problems: {
        ...listOf(objectOf({ code: { enum: Object.keys(HEALTH_CODES) }, message: TEXT })),
        minItems: 1,
      },
    },
  },
  Report: REPORT,
  Status: {
    allOf: [
      { $ref: "#/components/schemas/Report" },
      objectOf({
        running: nullable(objectOf(RUN)),
        lastRun: nullable(objectOf({ ...RUN, report: { $ref: "#/components/schemas/Report" } })),
      }),
    ],
  },
  RunRequest: {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(RUN_FIELDS).map(([name, { schema }]) => [name, schema])),
  },
  Error: objectOf({ error: objectOf({ code: TEXT, message: TEXT }) }),
} as const satisfies Record<string, Schema>;
