import type { MigrateError } from "../errors.ts";
import type { MigrationFile, VerifyFile } from "../files/migration-file.ts";
import type { Answers } from "./answers.ts";

/** A file of questions, and how its migration was found by it. */
export interface Verification {
  /** Version of the migration, as its file writes it. */
  readonly version: string;
  readonly name: string;
  /** Path for people of the file of questions. */
  readonly file: string;
  /** How many it has, and how many of them were answered with true; both 0 where it was not asked. */
  readonly questions: number;
  readonly held: number;
  /** VERIFY_FAILED for each that does not hold, in their order. */
  readonly problems: readonly MigrateError[];
  /** Questions whose answer says nothing on a site without the target's rows, in their order; on the target none. */
  readonly unjudged: readonly Unjudged[];
  /** Why it was not asked, a sentence; null: it was. */
  readonly notAsked: string | null;
}

/** A question that has to be asked elsewhere. Line and column as in Place. */
export interface Unjudged {
  readonly line: number;
  readonly column: number;
  /** A sentence. */
  readonly why: string;
}

/** A file of questions with the migration that it is about. */
export interface AskedFile {
  readonly file: MigrationFile;
  readonly verify: VerifyFile;
}

/** The files of questions about `files`, in their order. */
export function askedFilesOf(files: readonly MigrationFile[]): readonly AskedFile[] {
  return files.flatMap((file) => (file.verify ?? []).map((verify) => ({ file, verify })));
}

/** What `answers` say where every one of them counts. */
export function makeVerification(asked: AskedFile, { questions, held, problems }: Answers): Verification {
  const errors = problems.map(({ error }) => error);
  return { ...notAsked(asked, null), questions, held, problems: errors };
}

/** Of a file that was not asked, for the reason `why`. */
export function notAsked({ file, verify }: AskedFile, why: string | null): Verification {
  return {
    version: file.version.text,
    name: file.name,
    file: verify.file,
    ...{ questions: 0, held: 0, problems: [], unjudged: [] },
    notAsked: why,
  };
}
