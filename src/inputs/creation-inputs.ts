import type { Command, CreationInputs } from "./inputs.ts";
import { makeMigrationName } from "./migration-name.ts";
import type { ValueReader } from "./value-reader.ts";

/** What `create` is to make, and what people should know about the name; `creation` null for every other command. */
export function parseCreation(
  reader: ValueReader,
  command: Command,
): { readonly creation: CreationInputs | null; readonly notices: readonly string[] } {
  const verify = reader.boolean("verify");
  const typed = reader.text("name");
  if (command !== "create") return { creation: null, notices: [] };
  const made = typed === null ? null : makeMigrationName(typed);
  if (made !== null) {
    const cut = `The name is long: the files have its beginning, ${made.name}.`;
    return { creation: { name: made.name, verify }, notices: made.isCut ? [cut] : [] };
  }
  // A NUL has been reported already.
  if (typed === null && reader.given("name") === null) reader.report("INPUT_MISSING", ...NO_NAME);
  if (typed !== null) reader.report("INPUT_INVALID", ...NO_LETTER);
  return { creation: null, notices: [] };
}

const EXAMPLE = "`migrate-action create add users email` makes files called `…_add_users_email`";

const NO_NAME = [
  "name: `create` needs to be told what the migration does.",
  `Type it behind the command: ${EXAMPLE}. In a workflow it is the input \`name\`.`,
] as const;

const NO_LETTER = [
  "name: There is no letter and no digit in it, so no file can be called by it.",
  `Say in a few words what the migration does: ${EXAMPLE}.`,
] as const;
