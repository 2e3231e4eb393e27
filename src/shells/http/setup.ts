import type { Inputs } from "../../inputs/inputs.ts";
import { parseInputs } from "../../inputs/parse-inputs.ts";
import { environmentText, type RawInputs } from "../../inputs/raw-inputs.ts";
import { makeRedactor } from "../../inputs/redactor.ts";
import { secretsIn } from "../../inputs/secrets.ts";
import { parseBasePath } from "./base-path.ts";

/** What all routes are made from. */
export interface Setup {
  /** As given: a run through the API reads them again, with what its request says. */
  readonly raw: RawInputs;
  readonly inputs: Inputs;
  readonly redact: (text: string) => string;
  /** What INTERNAL_ADMIN_TOKEN says; null: it is not set. */
  readonly adminToken: string | null;
  /** True where NODE_ENV is production: there is no admin API then. */
  readonly isProduction: boolean;
  /** Under which path the routes are: `/internal/database`; empty: at the root. */
  readonly basePath: string;
  /** Takes lines for who looks after the server, redacted and harmless already. */
  readonly print: PrintLine;
}

/** event: a run began or ended · fault: what nobody expected. Must not throw. */
export type PrintLine = (line: string, kind: "event" | "fault") => void;

/** Rejects with MigrateErrors of all that is wrong with `raw` or `basePath`. */
export function makeSetup(raw: RawInputs, basePath: string, print: PrintLine): Setup {
  const values = new Map([...raw.values, ["command", "serve"]]);
  const inputs = parseInputs({ ...raw, values });
  return setupOf({ raw, inputs, redact: makeRedactor(secretsIn(raw).forms), print }, basePath);
}

/** The same of inputs that are checked. Rejects with INPUT_INVALID of `basePath`. */
export function setupOf(
  { raw, ...checked }: Pick<Setup, "raw" | "inputs" | "redact" | "print">,
  basePath: string,
): Setup {
  return {
    raw,
    ...checked,
    adminToken: environmentText(raw, "INTERNAL_ADMIN_TOKEN"),
    isProduction: environmentText(raw, "NODE_ENV") === "production",
    basePath: parseBasePath(basePath),
  };
}
