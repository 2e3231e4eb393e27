/** What lies about in a directory of migrations, whatever wrote them; each of it broken SQL, if anybody read it. */
export const OTHER_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...["README.md", "LICENSE", "CODEOWNERS", "package.json", "atlas.sum", ".gitkeep", ".DS_Store"],
    ...["001_a.sql~", ".001_a.sql.swp", "#001_a.sql#", ".#001_a.sql", "001_a.sql.bak", "001_a.sql.orig"],
    ...["meta/notes.md", "seeds/notes.md", "node_modules/x/1_x.js", "test/run.sh", ".git/HEAD"],
    ...["__snapshots__/a.snap", "migrations.go", "index.ts", "run.sh"],
  ].map((name) => [name, "not SQL '"]),
);
