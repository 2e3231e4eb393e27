import { isCommand } from "../inputs/commands.ts";
import type { Report } from "./report.ts";

/**
 * Fields that only we write: words of closed lists, our own name, digests. A password that is one of those words must not
 * change what a report says.
 */
const OURS = new Set([
  ...[
    "format",
    "tool",
    "result",
    "startedAt",
    "code",
    "state",
    "level",
    "mode",
    "site",
    "schemaFrom",
    "answer",
  ],
  ...["digest", "checksum", "kind", "direction", "holds"],
]);

/** `report` with every foreign text in it redacted: what a server or a library echoes may hold a secret. */
export function redactReport(report: Report, redact: (text: string) => string): Report {
  const { command } = report;
  const redacted = redactTexts(report, redact);
  return isCommand(command) ? { ...redacted, command } : redacted;
}

/** `value`, plain data of ours such as progress, with every foreign text in it redacted. */
export function redactTexts<Value>(value: Value, redact: (text: string) => string): Value {
  return redactValue(value, redact) as Value;
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, item]) => [name, OURS.has(name) ? item : redactValue(item, redact)]),
  );
}
