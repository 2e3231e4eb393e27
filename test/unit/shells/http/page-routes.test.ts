import { expect, test } from "vitest";
import { makeWrongTokens } from "../../../../src/shells/http/guard/wrong-tokens.ts";
import { pageRoutes } from "../../../../src/shells/http/page-routes.ts";
import { makeRunDesk } from "../../../../src/shells/http/runs/run-desk.ts";
import { makeSetup } from "../../../../src/shells/http/setup.ts";
import { makePage, makePending, makeRow } from "../../report/page/page-values.ts";

/** The page of one pending migration, where neither the history nor the hazards ever come. */
async function pageWithoutExtras(): Promise<string> {
  const environment = { DATABASE_URL: "postgres://u@localhost/shop" };
  const setup = makeSetup({ values: new Map(), environment }, "", () => {});
  const closed = new AbortController().signal;
  const { standing } = makePage([makeRow("1"), makePending("2")]);
  const never = () => new Promise<never>(() => {});
  const observer = {
    stand: async () => ({ ...standing, database: "connected", isMissingKnown: true }) as const,
    ...{ history: never, preview: never, compare: never, close: () => {} },
  };
  const desk = makeRunDesk(setup, closed);
  const site = { setup, observer, desk, wrongTokens: makeWrongTokens(), tellFault: () => {}, closed };
  return await (await pageRoutes(site).fetch(new Request("http://x/"))).text();
}

test("hazards and a history that never come do not hold the page up: it says what it lacks", async () => {
  const page = await pageWithoutExtras();
  expect(page).toContain('<h1 id="verdict">1 pending</h1>');
  expect(page).toContain("Hazards were not looked at in time");
  expect(page).toContain("The history was not read in time");
});
