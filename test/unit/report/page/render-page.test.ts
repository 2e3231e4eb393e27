import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, test } from "vitest";
import { renderPage } from "../../../../src/report/page/render-page.ts";
import { fillWith, makeReport, makeStep } from "../make-report.ts";
import { makeEntry, makePage, makePending, makePreview, makeRow } from "./page-values.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => "tagName" in node;

/** Every element of a document, in its order. */
function elementsOf(html: string): readonly Element[] {
  const all = (nodes: readonly Node[]): readonly Element[] =>
    nodes.filter(isElement).flatMap((element) => [element, ...all(element.childNodes)]);
  return all(parse(html).childNodes);
}

const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => makeRow(String(index + 1).padStart(4, "0")));

describe("the page", () => {
  test("says the verdict in its title, with the database", () => {
    expect(renderPage(makePage([makeRow("1")]))).toContain("<title>✓ Healthy · households</title>");
    expect(renderPage(makePage([makePending("1")]))).toContain("<title>✗ 1 pending · households</title>");
  });

  test("names neither host nor user of the target", () => {
    const page = renderPage(makePage([makeRow("1", { appliedBy: null })]));
    expect(page).not.toContain("db.internal.example");
    expect(textOf(page)).not.toMatch(/\bdeploy\b(?! should)/);
  });

  test("has no script, no style but its own, and nothing that is loaded", () => {
    const elements = elementsOf(renderPage(makePage([makePending("1"), makeRow("2")], [makeEntry("2")])));
    const names = elements.map(({ tagName }) => tagName);
    expect(names).not.toEqual(expect.arrayContaining(["script"]));
    expect(names.filter((name) => name === "style")).toHaveLength(1);
    for (const { tagName, attrs } of elements)
      for (const { name, value } of attrs) {
        expect(name, tagName).not.toMatch(/^on|^style$/);
        if (name === "src" || (name === "href" && tagName === "link")) expect(value).toMatch(/^data:/);
      }
  });

  test("has no two elements of the same id", () => {
    const ids = elementsOf(renderPage(makePage([makePending("1"), makeRow("2")], [makeEntry("2")])))
      .flatMap(({ attrs }) => attrs)
      .filter(({ name }) => name === "id");
    expect(new Set(ids.map(({ value }) => value)).size).toBe(ids.length);
  });
});

describe("of hundreds of migrations", () => {
  test("the newest fifty are shown, and a link to all that keeps the search", () => {
    const page = makePage(many(434));
    const shown = renderPage({ ...page, query: { text: "step", state: "applied", length: "newest" } });
    expect(shown.match(/<th scope="row"/g)).toHaveLength(50 + 1);
    expect(textOf(shown)).toContain("434 of 434 migrations with “ step ”, applied, the first 50 shown.");
    expect(shown).toContain('href="?q=step&amp;state=applied&amp;all=#migrations">Show all 434</a>');
  });

  test("all are shown when they are asked for", () => {
    const page = makePage(many(434));
    const all = renderPage({ ...page, query: { text: "", state: null, length: "all" } });
    expect(all.match(/<th scope="row"/g)).toHaveLength(434 + 1);
  });

  test("the page stays below 60 kB, and 300 kB with all of them", () => {
    const page = makePage(
      many(434),
      many(434).map(({ version }) => makeEntry(version)),
    );
    expect(renderPage(page).length).toBeLessThan(60_000);
    expect(renderPage({ ...page, query: { ...page.query, length: "all" } }).length).toBeLessThan(300_000);
  });
});

describe("what is pending", () => {
  const hazard = {
    rule: "drop-column",
    level: "high",
    line: 3,
    column: 1,
    message: "`total` is lost.",
    instead: "SELECT 1;",
    allowedBecause: null,
  } as const;

  test("is shown in the order in which it runs, with its hazards, the gravest first", () => {
    const preview = makePreview([
      makeStep("2", { hazards: [{ ...hazard, level: "info", rule: "later" }, hazard] }),
      makeStep("3"),
    ]);
    const text = textOf(
      renderPage(makePage([makeRow("1"), makePending("2"), makePending("3")], [], { preview })),
    );
    expect(text).toMatch(
      /2_ step_2.* High drop-column line 3 .*What to write instead.* Info later .*3_ step_3/,
    );
    expect(text).toContain("2 hazards found");
  });

  test("says that its hazards were not looked at, and not that there are none", () => {
    const late = textOf(renderPage(makePage([makePending("1")])));
    expect(late).toContain("not looked at in time");
    const refused = makeReport("refused-edited");
    const text = textOf(renderPage(makePage([makePending("1")], [], { preview: refused })));
    expect(text).toContain("Hazards could not be looked at");
    for (const page of [late, text]) expect(page).not.toMatch(/no hazard/i);
  });

  test("tells of its last try, where that failed", () => {
    const failed = makeEntry("1", { status: "failed", error: "division by zero", executedBy: "grace" });
    const text = textOf(renderPage(makePage([makePending("1")], [failed])));
    expect(text).toMatch(/Failed 60 minutes ago .* by grace , and is not applied. division by zero/);
  });
});

test.each([
  ["https://github.com/acme/shop/actions/runs/1", true],
  ["http://example.org/run", false],
  ["javascript:alert(1)", false],
  ["https:", false],
  ["data:text/html,x", false],
])("a run is a link only where it is a safe one: %s", (runUrl, isLink) => {
  const page = renderPage(makePage([makeRow("1")], [makeEntry("1", { runUrl })]));
  const links = elementsOf(page).filter(
    ({ tagName, attrs }) =>
      tagName === "a" && attrs.some(({ name, value }) => name === "href" && value === runUrl),
  );
  expect(links.length > 0).toBe(isLink);
  for (const { attrs } of links) expect(attrs).toContainEqual({ name: "rel", value: "noreferrer" });
});

test.each([
  `"><script>alert(1)</script>`,
  `'"><img src=x onerror=alert(1)>`,
  "</title></style></desc></svg><script>alert(1)</script>",
  "javascript:alert(1)",
  "\u202e\u2066<b>\u0000",
  "`</code><script>`",
])("%j as every foreign text makes no markup", (text) => {
  const rows = [
    makeRow(text, { name: text, origin: text }),
    makeRow("2", { state: "failed" }),
    makePending("3"),
  ];
  const hazards = [
    { rule: text, level: "high", line: 1, column: 1, message: text, instead: text, allowedBecause: null },
    { rule: text, level: "high", line: 1, column: 1, message: text, instead: text, allowedBecause: text },
  ] as const;
  const entries = [
    makeEntry("3", { status: "failed" }),
    makeEntry("2", { status: "failed", batch: 2 }),
    makeEntry("1"),
  ];
  const honest = makePage(rows, entries, { preview: makePreview([makeStep("3", { hazards })]) });
  const hostile = {
    ...honest,
    standing: fillWith(honest.standing, text),
    history: honest.history && {
      ...fillWith(honest.history, text),
      history: entries.map((entry) => ({
        ...fillWith(entry, text),
        version: entry.version,
        executedAt: entry.executedAt,
        status: entry.status,
      })),
    },
    health: { ...honest.health, problems: [{ code: "PLAN_EDITED", message: text }] as const },
    query: { text, state: null, length: "all" } as const,
  };
  const names = (html: string) => new Set(elementsOf(html).map(({ tagName }) => tagName));
  const elements = elementsOf(renderPage(hostile));
  const known = names(renderPage(honest));
  expect([...names(renderPage(hostile))].filter((name) => !known.has(name))).toEqual([]);
  for (const { attrs } of elements)
    for (const { name, value } of attrs) {
      expect(name).not.toMatch(/^on/);
      if (name === "href") expect(value).toMatch(/^(?:#|\?|data:image\/svg|https:\/\/github\.com\/)/);
    }
  expect(renderPage(hostile)).not.toContain("\u202e");
});
