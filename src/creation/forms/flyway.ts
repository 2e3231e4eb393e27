import type { Standing } from "../../files/read-standing.ts";
import { adviseUp, DOWN_ADVICE } from "../advice.ts";
import { addOne, SECONDS } from "../clocks.ts";
import type { Form, NewFile } from "../creation.ts";
import { nextMoment, numbersTaken } from "../next-version.ts";
import { wordsAs } from "./model.ts";

const OUTSIDE = '"executeInTransaction=false" in a file of its whole name and .conf';

/**
 * Flyway's file `V3__name.sql` in the folder of the newest, and `U3__name.sql` where there are such. Of a version in
 * parts the last is counted on: `V1_2` is followed by `V1_3`.
 */
export const flywayForm: Form = {
  version: (standing, wish) => {
    const { version } = newestOf(standing);
    const parts = version === null ? null : /^(.*[._])(\d+)$/.exec(version);
    if (parts === null) return nextMoment(numbersTaken(standing, wish), wish.at, SECONDS);
    const [, head = "", last = ""] = parts;
    let next = addOne(last);
    while (wish.taken.includes(head + next)) next = addOne(next);
    return head + next;
  },
  files: (standing, version, name) => {
    const { folder, words } = newestOf(standing);
    const called = `${version}__${wordsAs(words, name)}.sql`;
    const up: NewFile = { name: `${folder}V${called}`, text: `${adviseUp(OUTSIDE)}\n`, holds: ["up"] };
    const takesBack = standing.files.find(({ down }) => down !== null)?.down ?? null;
    if (takesBack === null) return [up];
    const own = takesBack.file.slice(standing.prefix.length);
    return [up, { name: `${folderOf(own)}U${called}`, text: `${DOWN_ADVICE}\n`, holds: ["down"] }];
  },
};

interface Newest {
  /** Null: there is none, or it has a name of another form. */
  readonly version: string | null;
  readonly words: string;
  /** With its slash; empty in the directory itself. */
  readonly folder: string;
}

function newestOf({ files, prefix }: Standing): Newest {
  const newest = files.findLast(({ kind }) => kind === "versioned");
  const path = newest?.file.slice(prefix.length) ?? "";
  const [, version = null, words = ""] =
    /^V([\d._]*\d)(?:__(.*))?\.sql$/is.exec(path.slice(folderOf(path).length)) ?? [];
  return { version, words, folder: folderOf(path) };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
