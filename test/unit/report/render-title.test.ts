import { expect, test } from "vitest";
import { renderTitle } from "../../../src/report/render-title.ts";

test.each([
  ["001", "create_users", "001_create_users"],
  ["001", "", "001"],
  ["20230518191501_init", "init", "20230518191501_init"],
  ["R__views", "views", "R__views"],
  ["1.2", "add_region", "1.2_add_region"],
  // sql-migrate's version is the file's own name.
  ["1_initial.sql", "initial", "1_initial.sql"],
  ["10-more.sql", "more", "10-more.sql"],
])("a migration of version %s, named %o, is called %s", (version, name, title) => {
  expect(renderTitle({ version, name })).toBe(title);
});
