import { TOOL } from "../../../tool.ts";
import { ref, SCHEMAS, type Schema } from "./openapi-schemas.ts";

const JSON_TYPE = "application/json";

/** A response with a body of one kind. */
const answer = (description: string, type: string, schema: Schema, headers?: object): Schema => ({
  ...{ description, content: { [type]: { schema } } },
  ...(headers === undefined ? {} : { headers }),
});

const header = (description: string): Schema => ({ description, required: true, schema: { type: "string" } });

const error = (description: string, headers?: object): Schema =>
  answer(description, JSON_TYPE, ref("Error"), headers);

const METHOD = { "405": error("Another method than these.", { Allow: header("The methods there are.") }) };

const TOKEN_ANSWERS = {
  "401": error("No token, or a wrong one.", { "WWW-Authenticate": header("How to send it.") }),
  "404": error("There is nothing here: no token is set, or NODE_ENV is production."),
  "429": error("Ten wrong tokens within a minute from this address.", {
    "Retry-After": header("Seconds until tokens count again."),
  }),
};

const BEARER = [{ bearer: [] }];
const EITHER = [{ bearer: [] }, { basic: [] }];

const HEALTH = {
  operationId: "getHealth",
  summary: "Whether the database is where the code expects it.",
  // The token is asked for with ?deep alone.
  security: [{}, ...EITHER],
  parameters: [
    {
      ...{ name: "deep", in: "query", required: false, schema: { type: "string" }, allowEmptyValue: true },
      description: "The whole comparison and the verify files; behind the token, as the page is.",
    },
  ],
  responses: {
    "200": answer("It is.", JSON_TYPE, ref("Health")),
    "503": answer("It is not, for the problems named.", JSON_TYPE, ref("Health")),
    ...TOKEN_ANSWERS,
    ...METHOD,
  },
};

const LIVE = {
  operationId: "getLive",
  summary: "Whether this process answers; the database is not asked.",
  responses: { "204": { description: "It does." }, ...METHOD },
};

const METRICS = {
  operationId: "getMetrics",
  summary: "The same for Prometheus.",
  responses: { "200": answer("Gauges.", "text/plain", { type: "string" }), ...METHOD },
};

const STATUS = {
  operationId: "getStatus",
  summary: "The report of `status`, with the run under way and the last one that this server made.",
  security: BEARER,
  responses: {
    "200": answer("How it stands.", JSON_TYPE, ref("Status")),
    "422": answer(
      "The migration files, or what is in the ledger's place, cannot be read.",
      JSON_TYPE,
      ref("Status"),
    ),
    "503": answer("The database is not reached.", JSON_TYPE, ref("Status")),
    ...TOKEN_ANSWERS,
    ...METHOD,
  },
};

const RUN = {
  operationId: "run",
  summary: "A dry run, or with `dryRun: false` what `up` does, behind the same gate.",
  description:
    "With `Accept: text/event-stream` progress comes as events: `progress`, `plan`, at the end `report`; the status is 200 then, and the report says what became of it. Going away ends nothing.",
  security: BEARER,
  requestBody: { required: true, content: { [JSON_TYPE]: { schema: ref("RunRequest") } } },
  responses: {
    "200": {
      description: "Done, or nothing to do.",
      content: {
        [JSON_TYPE]: { schema: ref("Report") },
        "text/event-stream": { schema: { type: "string" } },
      },
    },
    "400": error("The body is not JSON, or not what is described."),
    "409": answer("Another run is under way, here (an error) or elsewhere (a report).", JSON_TYPE, {
      oneOf: [ref("Error"), ref("Report")],
    }),
    "413": error("The body has more than 64 kB."),
    "415": error("The body is not application/json in UTF-8."),
    "422": answer("Refused by inputs, files, plan or gate, or a migration failed.", JSON_TYPE, ref("Report")),
    "500": answer("The state is not known, or a fault of this program.", JSON_TYPE, {
      oneOf: [ref("Error"), ref("Report")],
    }),
    "503": answer("The database is not reached, or the server is ending.", JSON_TYPE, {
      oneOf: [ref("Error"), ref("Report")],
    }),
    ...TOKEN_ANSWERS,
    ...METHOD,
  },
};

const PAGE = {
  operationId: "getPage",
  summary: "The status page for people.",
  security: [{}, ...EITHER],
  responses: { "200": answer("The page.", "text/html", { type: "string" }), ...TOKEN_ANSWERS, ...METHOD },
};

const DOCUMENT = {
  operationId: "getDocument",
  summary: "This document.",
  responses: { "200": answer("OpenAPI 3.1.", JSON_TYPE, { type: "object" }), ...METHOD },
};

/** What is served below `basePath`, as OpenAPI 3.1 describes it. Source: spec.openapis.org, 3.1.1. */
export function makeOpenapi(basePath: string): Schema {
  return {
    openapi: "3.1.0",
    info: {
      ...{ title: TOOL.name, version: TOOL.version },
      description: "Whether a database is where the code expects it, and what brings it there.",
    },
    servers: [{ url: basePath || "/" }],
    paths: {
      "/health/database": { get: HEALTH },
      "/health/live": { get: LIVE },
      "/metrics": { get: METRICS },
      "/api/migrations": { get: STATUS, post: RUN },
      "/openapi.json": { get: DOCUMENT },
      "/": { get: PAGE },
    },
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "INTERNAL_ADMIN_TOKEN" },
        basic: {
          type: "http",
          scheme: "basic",
          description: "Any user, INTERNAL_ADMIN_TOKEN as the password.",
        },
      },
    },
  };
}
