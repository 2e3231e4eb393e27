import type { Entry } from "./entry.ts";

/** What `check` finds in a pull request. Nothing ran anywhere but on a server that is gone, or on the shadow. */
export const CHECK_ENTRIES = {
  CHECK_BASE_MISSING: {
    title: "the base to compare with is not in the checkout",
    whatItMeans:
      "`base` names a branch, tag or commit that git does not find here, or that has no commit in common with this one, so nothing says which files are the pull request's.",
    whatToDo:
      "Give `actions/checkout` the input `fetch-depth: 0`, and write the branch as it is called on the remote. Without `base` the base branch of the pull request is taken.",
  },
  CHECK_EDITED: {
    title: "a file of the base branch was edited",
    whatItMeans:
      "A migration that is on the base branch may be applied somewhere already: there the edit would never run, and every `up` would refuse the file for its checksum. A comment is an edit too; line ends are not.",
    whatToDo:
      "Put the file back as it is on the base branch (`git checkout BASE -- FILE`) and write the change as a new migration. Repeatable migrations may be edited.",
  },
  CHECK_REMOVED: {
    title: "a file of the base branch was deleted or renamed",
    whatItMeans:
      "Where that migration is applied the ledger has it, and every `up` would miss its file, or run it again under its new version.",
    whatToDo:
      "Put the file back under its name. What it made is taken away by a new migration, not by deleting the old one.",
  },
  CHECK_LATE: {
    title: "a new file sorts before one of the base branch",
    whatItMeans:
      "Where the newer migration is applied already, this one would come late: its order would differ from one database to the next, and `up` refuses that.",
    whatToDo:
      "Give the file a version after the newest one of the base branch. Where the order does not matter, `out-of-order: allow` turns this into a remark; `up` needs it too then.",
  },
  CHECK_TAKEN: {
    title: "the base branch has this version by now",
    whatItMeans:
      "Since this branch began, another pull request with a migration of the same version was merged. Nothing shows that before the merge; after it the directory has the version twice.",
    whatToDo: "Give the file the next free version, after bringing the branch up to date.",
  },
  CHECK_DOWN_DIFFERS: {
    title: "a way back does not lead back",
    whatItMeans:
      "The migration was applied, taken back, and applied again on a throwaway database: its way back did not leave the schema as it was before, or the second time did not go as the first.",
    whatToDo:
      "The message names what differs. Undo in the down file everything that the migration makes, in the reverse order. What cannot be undone needs no down file: without one the migration cannot be taken back, and says so.",
  },
  VERIFY_FAILED: {
    title: "a verify file's question was answered with no",
    whatItMeans:
      "Each query of a `.verify.sql` file must give rows, and nothing in them but true, once its migration is applied. They run in a read-only transaction, each in its own. After `up` the migrations stay applied; in a rehearsal it is told as REHEARSAL_FAILED, and the target is not touched.",
    whatToDo:
      "Look at the query at the place given: either the migration does not do what it should, or the question is wrong. Write it so that it gives `true` or `false`: `SELECT count(*) = 3 FROM …`. A verify file may be edited at any time, it is no part of the checksum: `verify` asks again. What was applied is taken back with `down`, or put right by a new migration.",
  },
} as const satisfies Record<string, Entry>;
