import type { Figure, Part } from "./figure.ts";

/** The machine and the run, as far as they matter: nothing that names a machine. */
export interface Circumstances {
  readonly date: string;
  readonly cores: number;
  readonly node: string;
  readonly postgres: string;
  readonly psql: string | null;
  readonly scope: "full" | "quick";
}

/** RESULTS.md of a run. */
export function renderResults(circumstances: Circumstances, parts: readonly Part[]): string {
  const { date, cores, node, postgres, psql, scope } = circumstances;
  const lines = [
    "# Measured figures",
    "",
    `Made by \`npm run bench\`, all in one run; not written by hand. ${scope === "quick" ? "**A quick run: small numbers, to see that it works; not to be compared with.**" : ""}`.trim(),
    "",
    `${date} · ${cores} cores · Node ${node} · PostgreSQL ${postgres}, as initdb makes it (fsync on, on disk), over TCP on this machine · ${psql ?? "no psql"}`,
    "",
    "Things compared run in turns (A B A B …); times are medians, and a ratio is the median of the pairs' own ratios. Raw numbers: RESULTS.json.",
    "",
  ];
  for (const { title, method, figures } of parts) {
    lines.push(
      `## ${title}`,
      "",
      method,
      "",
      "| Figure | Target | Measured | Met |",
      "|---|---|---|---|",
      ...figures.map(row),
      "",
    );
  }
  return lines.join("\n");
}

function row({ name, target, measured, met }: Figure): string {
  return `| ${name.trim()} | ${target ?? "—"} | ${measured} | ${met === null ? "—" : met ? "yes" : "**no**"} |`;
}
