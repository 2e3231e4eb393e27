import type { GateInputs } from "./inputs.ts";
import { isProductionName } from "./production.ts";
import { environmentText, type RawInputs } from "./raw-inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/**
 * What the gate is told. NODE_ENV=production stands in for a missing `environment`, and
 * CONFIRM_PRODUCTION_MIGRATION=true for a missing `confirm`; what is given explicitly wins, even over these.
 */
export function parseGate(raw: RawInputs, reader: ValueReader): GateInputs {
  const isNodeProduction = environmentText(raw, "NODE_ENV") === "production";
  const environment = reader.text("environment") ?? (isNodeProduction ? "production" : null);
  const confirmationPhrase = reader.text("confirmation-phrase");
  const isConfirmed = environmentText(raw, "CONFIRM_PRODUCTION_MIGRATION") === "true";
  return {
    environment,
    isProduction: environment !== null && isProductionName(environment),
    confirm: reader.text("confirm") ?? (isConfirmed ? confirmationPhrase : null),
    confirmationPhrase,
    expectedPlan: reader.text("expected-plan"),
    expectedDatabase: reader.text("expected-database"),
    reviewWindowMs: reader.durationMs("review-window"),
  };
}
