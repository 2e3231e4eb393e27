import { expect, test } from "vitest";
import { isProductionName, looksLikeProduction } from "../../../src/inputs/production.ts";

test.each([
  ["db.prod.example.com", "app"],
  ["prod-db", "app"],
  ["PROD2.internal", "app"],
  ["10.0.0.1", "app_production"],
  ["h", "prd"],
  ["h", "app-prod-01"],
])("host %s with database %s looks like production", (host, database) => {
  expect(looksLikeProduction(host, database)).toBe(true);
});

test.each([
  ["localhost", "products"],
  ["myprod", "app"],
  ["myprod1", "app"],
  ["productionlike", "app"],
  ["h", "reproduction"],
  ["prod2a", "app"],
])("host %s with database %s does not look like production", (host, database) => {
  expect(looksLikeProduction(host, database)).toBe(false);
});

test("production and prod arm the confirmation in any case, and nothing else does", () => {
  expect(["production", "prod", "PROD", " Production "].map(isProductionName)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["", "staging", "prod2", "preprod", "prd", "non-production"].map(isProductionName)).not.toContain(
    true,
  );
});
