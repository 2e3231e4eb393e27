import { describe, expect, test } from "vitest";
import { errorsOf } from "../../../src/errors.ts";
import { INPUTS } from "../../../src/inputs/definitions.ts";
import { parseInputs } from "../../../src/inputs/parse-inputs.ts";
import { makeRedactor } from "../../../src/inputs/redactor.ts";
import { secretsIn } from "../../../src/inputs/secrets.ts";
import { makeLeakFinder } from "../../support/secrets/find-leaks.ts";
import { MALFORMED } from "../../support/secrets/malformed-urls.ts";
import { line, raw } from "./support.ts";

/** Every sentence that comes of these inputs before anything is masked: errors with their hints, notices, warnings. */
function said(values: Record<string, string>, environment: Record<string, string>): string {
  const given = raw(values, environment);
  const { warnings } = secretsIn(given);
  try {
    return [...warnings, ...parseInputs(given).notices].join("\n");
  } catch (error) {
    return [...warnings, ...errorsOf(error).map(line)].join("\n");
  }
}

describe.each(MALFORMED)("$what", ({ text, secret }) => {
  const leaksIn = makeLeakFinder([{ name: "password", text: secret }]);

  test("is repeated by no message, in whatever input it stands", () => {
    for (const { name } of INPUTS) {
      const beside = name === "database-url" ? {} : { "database-url": "postgres://u@h/db" };
      expect(leaksIn(said({ ...beside, [name]: text }, {})), name).toEqual([]);
    }
    for (const name of ["DATABASE_URL", "DB_HOST", "DB_PORT", "DB_NAME", "PGHOST", "PGPORT", "PGSSLMODE"]) {
      expect(leaksIn(said({}, { PGHOST: "h", [name]: text })), name).toEqual([]);
    }
  });

  test("is masked in whatever input it stands, so that no echo of it has its password", () => {
    for (const { name } of INPUTS) {
      const redact = makeRedactor(secretsIn(raw({ [name]: text })).forms);
      for (const echo of [
        text,
        `no such directory: ${text}`,
        JSON.stringify({ text }).slice(9, -2),
        secret,
      ]) {
        expect(leaksIn(redact(echo)), name).toEqual([]);
      }
    }
  });
});
