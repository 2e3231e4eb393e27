import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runLockKey } from "../../../src/database/run-lock.ts";
import { makeChecksum } from "../../../src/files/checksum.ts";
import { decodeText } from "../../../src/files/decode-text.ts";
import { plain } from "../../../src/files/layouts/plain.ts";
import {
  BACKUP_COLUMN,
  EXPECTATION_COLUMNS,
  HISTORY_COLUMNS,
  LEDGER_COLUMNS,
} from "../../../src/ledger/columns.ts";
import { makeDigest } from "../../../src/plan/digest.ts";
import { makeUpStep } from "../../../src/plan/make-step.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/format.md"), "utf8");
const ledger = { schema: "public", table: "schema_migrations" };

/** The fenced block that is called `name`. */
function block(name: string): string {
  const found = new RegExp(`^\`\`\`text ${name}\\n([^\`]*)\\n\`\`\`$`, "m").exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/format.md has no block called ${name}.`);
  return found;
}

/** Column and definition of each row of the table between the marks of `name`. */
function columns(name: string): Record<string, string> {
  const table = page.slice(page.indexOf(`<!-- ${name}:begin -->`), page.indexOf(`<!-- ${name}:end -->`));
  const rows = table.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm);
  return Object.fromEntries([...rows].map(([, column = "", definition = ""]) => [column, definition]));
}

const bytes = Buffer.from(block("checksum-bytes"), "hex");

function exampleText(): string {
  const decoded = decodeText(bytes);
  if (decoded.kind !== "text") throw new Error(decoded.message);
  return decoded.text;
}

describe("docs/format.md says what the code does:", () => {
  test("the example's checksum is the one we compute", () => {
    expect(makeChecksum(exampleText())).toBe(block("checksum"));
  });

  test("the example's checksum follows from the words: SHA-256 without the mark, CRLF as LF", () => {
    const normal = bytes
      .toString("utf8")
      .replace(/^\ufeff/, "")
      .replaceAll("\r\n", "\n");
    expect(`sha256:${createHash("sha256").update(normal).digest("hex")}`).toBe(block("checksum"));
  });

  test("the example's digest is the one we compute", () => {
    const text = exampleText();
    const { files } = plain.makeMigrations([
      { name: "001_create_notes.sql", file: "migrations/001_create_notes.sql", text },
    ]);
    const steps = files.map((file) => makeUpStep(file, ledger));
    const target = { host: "db.example.com", port: 5432, database: "app" };
    expect(makeDigest({ target, head: { version: null, applied: 0 }, steps })).toBe(block("digest"));
  });

  test("the example's digest follows from the JSON that the page shows", () => {
    const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
    const value = JSON.parse(block("digest-of"));
    const [, target, head, [step]] = value;
    const number = (Number.parseInt(sha256(step).slice(0, 12), 16) % 65_521).toString(16).padStart(4, "0");
    const fingerprints = [target, head, [step[0]]].map((part) => sha256(part).slice(0, 4)).join("");
    expect(JSON.stringify(value)).toBe(block("digest-of"));
    // The only step has the place 1.
    expect(`sha256:${fingerprints}${number}${number}${sha256(value).slice(0, 44)}`).toBe(block("digest"));
  });

  test("the run lock's key is the one we take", () => {
    expect(runLockKey(ledger)).toBe(block("lock-key"));
  });

  test("the ledger has these columns, defined like this, in this order", () => {
    expect(Object.entries(columns("ledger"))).toEqual(Object.entries(LEDGER_COLUMNS));
  });

  test("the history has these columns, defined like this, in this order", () => {
    expect(Object.entries(columns("history"))).toEqual(Object.entries(HISTORY_COLUMNS));
    expect(Object.entries(columns("backup"))).toEqual(Object.entries(BACKUP_COLUMN));
  });

  test("what is expected of the schema has these columns, defined like this, in this order", () => {
    expect(Object.entries(columns("expectation"))).toEqual(Object.entries(EXPECTATION_COLUMNS));
  });
});
