import { MigrateError } from "../errors.ts";
import type { Standing } from "../files/read-standing.ts";
import { VERIFY_ADVICE } from "./advice.ts";
import type { Creation, NewFile, Wish } from "./creation.ts";
import { verifyName } from "./forms/pairs.ts";
import { FORMS, type FormOf } from "./forms.ts";
import { whyNotRead } from "./read-back.ts";

/**
 * The files of a new migration beside what stands there: called, counted and divided as that is, and read back before
 * anybody writes them. A problem is CREATE_REFUSED: a layout that only its own tool can write, a version that could not
 * be the last one, questions that nobody would read.
 */
export function makeCreation(standing: Standing, wish: Wish): Creation {
  const { name: layout } = standing.reader.layout;
  const known = FORMS[layout];
  if (known === undefined) throw new Error(`The layout ${layout} has no form.`);
  if (!("form" in known)) {
    const message = `A new file of ${layout} is not written here. ${known.why}`;
    return refusal(message, known.instead(wish.name));
  }
  if (wish.verify && known.verify === "none") {
    const message = `In the layout ${layout} no file of questions is read.`;
    return refusal(message, "Leave `verify` out, and put the questions where your tests are.");
  }
  const { form } = known;
  const version = form.version(standing, wish);
  const ways = form.files(standing, version, wish.name);
  const files = wish.verify ? [...ways, ...questionsAbout(ways)] : ways;
  const wrong = whyNotRead(standing, files, version);
  if (wrong !== null)
    return refusal(
      wrong,
      "Write the file yourself, or give the directory one layout and one way of counting.",
    );
  return { kind: "files", version, files, notices: noticesOf(standing, known, files) };
}

function refusal(message: string, hint: string): Creation {
  return { kind: "problem", problem: new MigrateError("CREATE_REFUSED", message, { hint }) };
}

function questionsAbout(ways: readonly NewFile[]): readonly NewFile[] {
  return ways
    .filter(({ holds }) => holds.includes("up"))
    .map(({ name }) => ({ name: verifyName(name), text: `${VERIFY_ADVICE}\n`, holds: ["verify"] }));
}

function noticesOf(
  { reader, outer, problems, prefix, directory }: Standing,
  { verify }: FormOf,
  files: readonly NewFile[],
): readonly string[] {
  const questions = files.find(({ holds }) => holds.includes("verify"));
  const tool = reader.layout.name;
  return [
    ...(directory === "missing"
      ? [`There was no directory ${prefix.replace(/(?<=.)\/$/, "")}: it is a new one.`]
      : []),
    ...(problems.length === 0 ? [] : [problemNotice(problems)]),
    ...(questions !== undefined && verify === "taken-for-migrations"
      ? [`${tool} itself would take ${questions.name} for a migration: keep it out of where ${tool} runs.`]
      : []),
    ...(outer.includes("atlas.sum")
      ? [
          "The directory has an atlas.sum, which Atlas compares with its files: `atlas migrate hash` writes it anew.",
        ]
      : []),
  ];
}

/** The new files are sound, and the directory is not: nobody should find that out at the deploy. */
function problemNotice(problems: readonly MigrateError[]): string {
  const more = problems.length > 1 ? ` That is the first of ${problems.length} problems.` : "";
  return `\`up\` would refuse this directory as it is: ${problems[0]?.message ?? ""}${more}`;
}
