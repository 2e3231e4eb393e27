import type { Creation } from "../creation/creation.ts";
import { makeCreation } from "../creation/make-creation.ts";
import { reserve } from "../creation/write-files.ts";
import { MigrateError } from "../errors.ts";
import { readStanding } from "../files/read-standing.ts";
import { type Flow, keep } from "./flow.ts";

/** How often a version is looked for, where others take them meanwhile. */
const MOST_TRIES = 100;

/** The command `create`: writes the files of a new migration, or shows them. Connects to nothing. */
export function create(flow: Flow): void {
  const { migrationsPath, layout, creation, dryRun } = flow.inputs;
  if (creation === null) throw new Error("create without its inputs.");
  const at = flow.draft.started.at;
  const look = (taken: readonly string[]): Looked => {
    const standing = readStanding(migrationsPath, layout);
    const made = makeCreation(standing, { ...creation, at, taken });
    if (made.kind === "problem") throw made.problem;
    return { made, prefix: standing.prefix };
  };
  const { made, prefix } = dryRun ? look([]) : writeOne(migrationsPath, look);
  const { version, files, notices } = made;
  const created = files.map(({ name, text, holds }) => ({ file: prefix + name, version, holds, text }));
  keep(flow, {
    created: { files: created, end: dryRun ? "shown" : "written" },
    notices: [...flow.draft.notices, ...notices],
  });
}

/** A new migration, as what lies there now has it, and its directory's path for people. */
interface Looked {
  readonly made: Extract<Creation, { readonly kind: "files" }>;
  readonly prefix: string;
}

/** Writes what `look` finds, under the first version that nobody else writes meanwhile. */
function writeOne(path: string, look: (taken: readonly string[]) => Looked): Looked {
  const taken: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const looked = look(taken);
    const { version, notices } = looked.made;
    const reservation = reserve(path, version);
    if (reservation === null) {
      taken.push(version);
      continue;
    }
    try {
      // Who had the version before may have written it and gone: what counts is what lies there now.
      const { made, prefix } = look(taken);
      if (made.version !== version) continue;
      if (reservation.write(made.files) === "written") return { made: { ...made, notices }, prefix };
      taken.push(version);
    } finally {
      reservation.release();
    }
  }
  throw new MigrateError(
    "CREATE_REFUSED",
    `${MOST_TRIES} versions were looked for, and others were writing each.`,
    {
      hint: `Where no other \`create\` is at work, remove the empty directories \`.migrate-action-…\` in ${path}.`,
    },
  );
}
