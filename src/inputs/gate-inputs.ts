import type { GateInputs } from "./inputs.ts";
import { isProductionName } from "./production.ts";
import { quoted } from "./quoted.ts";
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
    expectedPlan: parseExpectedPlan(reader),
    expectedDatabase: reader.text("expected-database"),
    reviewWindowMs: reader.durationMs("review-window"),
  };
}

/** The digest as given; null where none is, and where it is none, which is reported. */
function parseExpectedPlan(reader: ValueReader): string | null {
  const text = reader.text("expected-plan");
  if (text === null || /^sha256:[0-9a-f]{64}$/.test(text)) return text;
  reader.report(
    "INPUT_INVALID",
    `expected-plan: ${quoted(text)} does not do; it must be a plan's digest: sha256: and 64 hex digits.`,
    "It is the output `plan-digest` of the run whose plan was reviewed, and stands in its summary.",
  );
  return null;
}
