import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { LAYOUTS } from "../../../../src/files/layouts/layouts.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import { readMigrations } from "../../../../src/files/read-migrations.ts";

const CORPORA = fileURLToPath(new URL("../../../../../shared/corpora/", import.meta.url));
const isHere = existsSync(CORPORA);
if (!isHere) console.warn(`Real histories were not read: there is no ${CORPORA}.`);
const LEDGER = { schema: "public", table: "schema_migrations" };

/** Version, file and mode of each line; a file's own BEGIN and COMMIT are taken out, so that it runs in ours. */
function truthOf(name: string): string[] {
  const lines = readFileSync(`${CORPORA}truth/${name}.order.tsv`, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [, version, , file, mode, features = ""] = line.split("\t");
    const isOwn = features.split(",").includes("owntx");
    return [version, file, isOwn ? "transaction" : mode].join(" ");
  });
}

describe.skipIf(!isHere)("a real history of goose is read in its order, with its versions and modes", () => {
  test.each([
    ["e2b", 131],
    ["openfga", 6],
  ])("%s: %d files", async (name, count) => {
    const { layout, files } = await readMigrations(`${CORPORA}${name}`, "auto");
    expect(layout.name).toBe("goose");
    const read = files.map((file) => {
      const script = makeScript(file, LEDGER);
      expect(script.problems, file.file).toEqual([]);
      return [file.version.text, file.file.slice(CORPORA.length), script.mode].join(" ");
    });
    expect(read).toEqual(truthOf(name));
    expect(read).toHaveLength(count);
    expect(files.every(({ down }) => down !== null)).toBe(true);
    for (const { down, file } of files) {
      expect(down === null ? null : makeScript(down, LEDGER).problems, file).toEqual([]);
    }
  });

  test.each(["authelia", "crates_io", "docs_rs", "langfuse", "marquez", "openmeter", "supabase_storage"])(
    "%s has no mark of goose, nor of another tool whose files hold both ways",
    (name) => {
      const tools = ["dbmate", "goose", "node-pg-migrate", "sql-migrate", "tern"];
      const marks = LAYOUTS.filter(({ layout }) => tools.includes(layout.name)).map(({ mark }) => mark);
      const texts = textsOf(name);
      expect(texts.length).toBeGreaterThan(0);
      const seen = texts.filter((text) =>
        marks.some((mark) => mark?.in === "texts" && mark.pattern.test(text)),
      );
      expect(seen).toEqual([]);
    },
  );
});

function textsOf(name: string): readonly string[] {
  const names = readdirSync(`${CORPORA}${name}`, { recursive: true, encoding: "utf8" });
  return names
    .filter((file) => file.endsWith(".sql") && statSync(`${CORPORA}${name}/${file}`).isFile())
    .map((file) => readFileSync(`${CORPORA}${name}/${file}`, "utf8"));
}
