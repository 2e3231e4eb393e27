import { describe, expect, test } from "vitest";
import { renderSummary } from "../../../src/report/render-summary.ts";
import type { Report, ReportStep } from "../../../src/report/report.ts";
import { renderGlance } from "../../../src/report/summary/glance.ts";
import { makeReport, makeStep } from "./make-report.ts";

/** The four cells. */
const cellsOf = (report: Report) => renderGlance(report).split("\n").at(-1)?.slice(2, -2).split(" | ");

describe("at a glance a reviewer sees", () => {
  test("how many, how dangerous, how long, and what is blocked", () => {
    expect(cellsOf(makeReport("planned-hazards"))).toEqual([
      "**4 migrations**<br>8 statements<br>⚠️ 1 without a transaction",
      "**🔴 3 high**<br>**🟠 1 medium**<br>**⚪ 1 allowed**",
      "**1.2 s** in the rehearsal",
      "🔴 reads and writes of `public.orders` (1.1 s)<br>🟠 writes of `public.customers` (21 ms), `public.regions` (21 ms)",
    ]);
  });

  test("how long by the target's sizes, where they were read: a rehearsal has no rows", () => {
    const report = makeReport("planned-hazards");
    const [known] = makeReport("blast-radius").blastRadius?.relations ?? [];
    if (known === undefined || report.plan === null) throw new Error("The fixtures have changed.");
    const range = (minMs: number) => ({ minMs, maxMs: 2 * minMs, basis: "" });
    const sizes = { scan: range(1_000), rewrite: range(20_000), indexBuild: range(3_000) };
    const relations = [{ ...known, relation: "public.orders", ...sizes }];
    const blastRadius = { ...makeReport("blast-radius").blastRadius, relations };
    const cells = cellsOf({ ...report, blastRadius } as Report);
    // Written anew once, an index built, and read by the UPDATE.
    expect(cells?.[2]).toBe("**24.0 s – 48.0 s** by the target's sizes<br>**1.2 s** in the rehearsal");
    expect(cells?.[3]).toMatch(/reads and writes of `public\.orders` \(24\.0 s – 48\.0 s\)/);
  });

  test("that a lock under which nothing grows with the table is brief", () => {
    const report = makeReport("planned-hazards");
    const steps = report.plan?.steps.filter(({ version }) => version === "021") ?? [];
    const plan = { digest: "", refusals: [], steps };
    expect(cellsOf({ ...report, plan })?.slice(1)).toEqual([
      "🟢 no hazard found",
      "**10 ms** in the rehearsal",
      "🟡 briefly `public.orders` (6 ms)",
    ]);
  });

  test("what is not known where nothing was rehearsed", () => {
    const report = makeReport("planned-hazards");
    const rehearsal = report.rehearsal && ({ ...report.rehearsal, site: "none", ok: false } as const);
    const untimed = makeStep("1").statements.map((statement) => ({ ...statement, durationMs: null }));
    const steps = [makeStep("1", { statements: untimed })];
    const cells = cellsOf({ ...report, rehearsal, plan: { digest: "", refusals: [], steps } });
    expect(cells?.slice(2)).toEqual(Array(2).fill("⚠️ not known: nothing was rehearsed"));
  });

  test("whether nothing is blocked, or nobody could look", () => {
    const report = makeReport("planned-hazards");
    const blockedBy = (steps: readonly ReportStep[]) =>
      cellsOf({ ...report, plan: { digest: "", refusals: [], steps } })?.[3];
    expect(blockedBy([makeStep("1")])).toBe("⚠️ not known: no lock could be watched");
    const traced = report.plan?.steps.filter(({ version }) => version === "023") ?? [];
    expect(blockedBy(traced)).toBe("🟢 nothing that was seen");
  });

  test("nothing of what is not to be run, or was not looked at", () => {
    for (const name of ["baseline", "nothing-to-do", "refused-edited", "bad-inputs", "history"])
      expect(renderGlance(makeReport(name))).toBe("");
  });

  test("it first where all went well, and after what went wrong where something did", () => {
    const placeOf = (name: string, text: string) => renderSummary(makeReport(name)).indexOf(text);
    expect(placeOf("planned-hazards", "| How")).toBeLessThan(placeOf("planned-hazards", "### Before it"));
    expect(placeOf("migration-failed", "| How")).toBeGreaterThan(
      placeOf("migration-failed", "### What is and"),
    );
    expect(placeOf("rehearsal-failed", "| How")).toBeGreaterThan(
      placeOf("rehearsal-failed", "### What is wrong"),
    );
  });
});

describe("beneath the plan each migration", () => {
  const page = renderSummary(makeReport("planned-hazards"));

  test("that wants a look is unfolded, with its hazards, the gravest first, and the safer SQL in a fence beneath", () => {
    const open = page.slice(page.indexOf("### Look at"), page.indexOf("### The others"));
    expect(open.match(/<details open><summary><code>\d+/g)).toEqual([
      "<details open><summary><code>022",
      "<details open><summary><code>024",
    ]);
    const levels = open.match(/^\*\*(🔴|🟠|⚪) [a-z, ]+\*\*/gmu);
    expect(levels).toEqual([
      "**🔴 high**",
      "**🔴 high**",
      "**🟠 medium**",
      "**🔴 high**",
      "**⚪ medium, allowed**",
    ]);
    expect(open).toContain(
      "<br>Safer:\n\n```sql\nCREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);\n```",
    );
    expect(open).toContain("Allowed in the file: column unused since 2026-03");
    expect(open).toContain("-- ACCESS EXCLUSIVE on public.orders\n-- rewrites public.orders,");
  });

  test("that does not is folded", () => {
    const others = page.slice(page.indexOf("### The others"), page.indexOf("### Timeline"));
    expect(others.match(/<details.*?<code>\d+/g)).toEqual([
      "<details><summary><code>021",
      "<details><summary><code>023",
    ]);
  });

  test("is folded when many want a look, and twenty at most have a chart", () => {
    const report = makeReport("planned-hazards");
    const [, hazardous] = report.plan?.steps ?? [];
    if (hazardous === undefined) throw new Error("There is none.");
    const steps = Array.from({ length: 25 }, (_, index) => ({ ...hazardous, version: String(index) }));
    const many = renderSummary({ ...report, plan: { digest: "", refusals: [], steps } });
    expect(many).not.toContain("<details open>");
    expect(many.split("section Locks")).toHaveLength(21);
  });
});
