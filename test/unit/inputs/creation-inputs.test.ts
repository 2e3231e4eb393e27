import { describe, expect, test } from "vitest";
import { parseInputs } from "../../../src/inputs/parse-inputs.ts";
import { parsed, problems, raw } from "./support.ts";

const create = (values: Record<string, string>, environment: Record<string, string> = {}) =>
  parseInputs(raw({ command: "create", ...values }, environment));

describe("create", () => {
  test("has the name as files have it, and no database", () => {
    expect(create({ name: "Add users' e-mail" })).toMatchObject({
      creation: { name: "add_users_e_mail", verify: false },
      target: { kind: "none" },
      dryRun: false,
      notices: [],
    });
    expect(create({ name: "x", verify: "true", "dry-run": "true" })).toMatchObject({
      creation: { name: "x", verify: true },
      dryRun: true,
    });
  });

  test("says that a long name has been cut, and to what", () => {
    const { creation, notices } = create({ name: "word ".repeat(40) });
    expect(notices).toEqual([`The name is long: the files have its beginning, ${creation?.name}.`]);
  });

  test.each<[Record<string, string>, RegExp]>([
    [{}, /^INPUT_MISSING name: .*create add users email/],
    [{ name: "  " }, /^INPUT_MISSING name: /],
    [{ name: "?!" }, /^INPUT_INVALID name: There is no letter/],
    [{ name: "a\0b" }, /^INPUT_INVALID name: .*NUL/],
    [{ name: "x", verify: "perhaps" }, /^INPUT_INVALID verify: /],
  ])("of %o is refused, with one reason: %s", (values, message) => {
    const lines = problems({ command: "create", ...values });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });

  test.each<[Record<string, string>, Record<string, string>]>([
    [{ "database-url": "mysql://x" }, {}],
    [{ host: "a b", port: "none", ephemeral: "true" }, {}],
    [{ sslmode: "maybe", "connect-timeout": "0s" }, {}],
    [{ "shadow-url": "http://x" }, {}],
    [{ rehearsal: "shadow" }, {}],
    [{}, { DATABASE_URL: "mysql://x", PGPORT: "none", PGSSLMODE: "maybe" }],
  ])(
    "does not look at what is said about databases: %o, in an environment with %o",
    (values, environment) => {
      expect(create({ name: "x", ...values }, environment)).toMatchObject({
        target: { kind: "none" },
        notices: [],
      });
    },
  );

  test("alone has a name: every other command lets it be", () => {
    expect(parsed({ command: "up", name: "?!", verify: "true" }).creation).toBeNull();
  });
});
