import { join } from "node:path";
import { type Bench, milliseconds, type Part } from "../figure.ts";
import { median } from "../measure.ts";
import { runCli } from "../spawn.ts";

/** What the rehearsal adds to the example from nothing. */
export async function measureRehearsal(bench: Bench): Promise<Part> {
  const taken: { wallMs: number; rehearsalMs: number }[] = [];
  const migrations = join(bench.root, "migrations-example");
  for (let turn = 0; turn < (bench.quick ? 1 : 7); turn++) {
    await bench.server.makeFresh("example");
    const { stdout, wallMs } = await runCli(
      bench,
      ["up", "--quiet", "--json", "--migrations-path", migrations],
      bench.server.url("example", "password"),
    );
    const { rehearsal } = JSON.parse(stdout);
    if (rehearsal.ok !== true) throw new Error("The example was not rehearsed.");
    taken.push({ wallMs, rehearsalMs: rehearsal.durationMs });
  }
  const rehearsalMs = median(taken.map((one) => one.rehearsalMs));
  const wallMs = median(taken.map((one) => one.wallMs));
  return {
    title: "The rehearsal",
    method:
      "`up` with migrations-example on an empty database: the throwaway server made, started, used and removed, by the report's own numbers; and the whole process.",
    figures: [
      {
        name: "The rehearsal of migrations-example",
        target: "< 2.5 s",
        measured: milliseconds(rehearsalMs),
        met: rehearsalMs < 2_500,
        values: taken,
      },
      {
        name: "The whole `up`",
        target: "< 30 s",
        measured: milliseconds(wallMs),
        met: wallMs < 30_000,
        values: null,
      },
    ],
  };
}
