import type { Standing } from "../../files/read-standing.ts";
import { adviseUp, DOWN_ADVICE } from "../advice.ts";
import type { Form, NewFile } from "../creation.ts";
import { type Model, modelOf, wordsAs } from "./model.ts";

/** How a file is called around its version and its words. */
interface Pattern {
  /** `up/`, or nothing. */
  readonly folder: string;
  /** `V`, or nothing. */
  readonly letter: string;
  /** Behind the version. */
  readonly mark: string;
  /** `.up`, or nothing. */
  readonly end: string;
}

/** What the files of one way each are, where the directory does not say. */
export interface PairStyle {
  /** pair: `.up.sql` and `.down.sql` · alone: this layout has no way back. */
  readonly ways: "pair" | "alone";
  readonly outside: string;
}

const UP: Pattern = { folder: "", letter: "", mark: "_", end: ".up" };

/**
 * Files with one way each: in a pair, in `up/` and `down/`, or alone, as those that are there. `V_name.up.sql` and
 * `V_name.down.sql` where none are.
 */
export function pairFiles({ ways, outside }: PairStyle): Form["files"] {
  return (standing, version, name) => {
    const model = modelOf(standing);
    const up = model === null ? { ...UP, end: ways === "pair" ? ".up" : "" } : patternOf(model.up);
    const words = model === null ? name : wordsAs(wordsIn(model.up), name);
    const call = ({ folder, letter, mark, end }: Pattern) =>
      `${folder}${letter}${version}${mark}${words}${end}.sql`;
    const there: NewFile = { name: call(up), text: `${adviseUp(outside)}\n`, holds: ["up"] };
    const down = ways === "pair" ? downPattern(model, up) : null;
    if (down === null) return [there];
    return [there, { name: call(down), text: `${DOWN_ADVICE}\n`, holds: ["down"] }];
  };
}

/** `V_name.verify.sql` beside the way there that is called `up`, or beside the folder that it lies in alone. */
export function verifyName(up: string): string {
  return up.replace(/\/(?:up|migration)\.sql$|(?:\.up)?\.sql$/i, ".verify.sql");
}

const NAME = /^((?:up|down)\/)?(V?)\d+([_.-]?)(.*?)(\.(?:up|down))?\.sql$/is;

function patternOf(name: string): Pattern {
  const [, folder = "", letter = "", mark = "_", , end = ""] = NAME.exec(name) ?? [];
  return { folder, letter, mark: mark || "_", end: end.toLowerCase() };
}

const wordsIn = (name: string): string => NAME.exec(name)?.[4] ?? "";

/** As the model's way back is called; null where none is written. */
function downPattern(model: Model | null, up: Pattern): Pattern | null {
  if (model?.down) {
    const { folder, end } = patternOf(model.down);
    return { ...up, folder, end };
  }
  // `.up` in a name promises a `.down`.
  return up.end === "" ? null : { ...up, folder: up.folder === "" ? "" : "down/", end: ".down" };
}

/** True where the way back of the model stands in a file of its own. */
export function isPair(standing: Standing): boolean {
  const model = modelOf(standing);
  return model?.down != null && model.down !== model.up;
}
