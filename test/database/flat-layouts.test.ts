import { expect, test } from "vitest";
import { ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const table = (name: string) => `CREATE TABLE ${name} (id int);`;
const index = "CREATE INDEX CONCURRENTLY a_id ON a (id);\nINSERT INTO a VALUES (1);";

const GOOSE = {
  tool: "goose",
  files: {
    "00001_a.sql": `-- +goose Up\n-- +goose StatementBegin\n${table("a")}\nCOMMIT;\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE a;`,
    "00002_b.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${index}\n-- +goose Down\nDROP INDEX a_id;`,
  },
  versions: ["00001", "00002"],
};
const DIRECTORIES = [
  GOOSE,
  {
    tool: "dbmate",
    files: {
      "1_a.sql": `-- migrate:up\n${table("a")}\n-- migrate:down\nDROP TABLE a;`,
      "2_b.sql": `-- migrate:up transaction:false\n${index}\n-- migrate:down\nDROP INDEX a_id;`,
    },
    versions: ["1", "2"],
  },
  {
    tool: "sql-migrate",
    files: {
      "1_a.sql": `-- +migrate Up\n${table("a")}\n-- +migrate Down\nDROP TABLE a;`,
      "2_b.sql": `-- +migrate Up notransaction\n${index}\n-- +migrate Down\nDROP INDEX a_id;`,
    },
    versions: ["1_a.sql", "2_b.sql"],
  },
  {
    tool: "node-pg-migrate",
    files: {
      "1_a.sql": `-- Up Migration\n${table("a")}\n-- Down Migration\nDROP TABLE a;`,
      "2_b.sql": "INSERT INTO a VALUES (1);",
    },
    versions: ["1_a", "2_b"],
  },
  {
    tool: "tern",
    files: {
      "001_a.sql": `${table("a")}\n---- create above / drop below ----\nDROP TABLE a;`,
      "002_b.sql": `---- tern: disable-tx ----\n${index}\n---- create above / drop below ----\nDROP INDEX a_id;`,
    },
    versions: ["001", "002"],
  },
];

describeOnServers((server) => {
  test.each(DIRECTORIES)(
    "a directory of $tool is recognised and applied forwards only, in the tool's own version names",
    async ({ files, versions }) => {
      const database = await freshDatabase(server);
      const directory = makeMigrations(files);
      const [first, second] = versions;
      // A person types the number; what is recorded and shown is the tool's own name.
      const one = await migrate(server, database, directory, { flags: ["--target=1"] });
      expect([one.code, one.report.failure]).toEqual([0, null]);
      expect(one.report.ledger).toMatchObject({ applied: [first], pending: [second], currentVersion: first });
      const two = await migrate(server, database, directory);
      expect([two.code, two.report.failure]).toEqual([0, null]);
      expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(versions);
      expect(await relationsOf(database)).toContain("a");
      expect(await database.query("SELECT count(*)::int AS count FROM a")).toEqual([{ count: 1 }]);
      const { report } = await migrate(server, database, directory, { command: "status" });
      expect(report.ledger).toMatchObject({ applied: versions, pending: [] });
    },
  );

  test("named plain, a directory of goose is refused with the layout to name, and nothing is run", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations(GOOSE.files);
    const { code, report } = await migrate(server, database, directory, { flags: ["--layout=plain"] });
    expect(code).toBe(2);
    expect(report.failure).toMatchObject({
      code: "HEADER_INVALID",
      hint: expect.stringContaining("layout: goose"),
    });
    expect(await relationsOf(database)).toEqual([]);
  });
});
