import { adviseUp, DOWN_ADVICE } from "../advice.ts";
import type { Form } from "../creation.ts";
import { modelOf, wordsAs } from "./model.ts";

/** How one tool keeps both ways in a file. */
export interface TwoWays {
  /** The line above the way there; empty: it needs none. */
  readonly up: string;
  /** The line between the two. */
  readonly down: string;
  /** Behind the version, where the directory does not say. */
  readonly mark: "_" | "-";
  readonly outside: string;
}

/** One file with both ways, called as those that are there. */
export function twoWayFile({ up, down, mark, outside }: TwoWays): Form["files"] {
  const head = up === "" ? "" : `${up}\n`;
  const text = `${head}${adviseUp(outside)}\n\n${down}\n${DOWN_ADVICE}\n`;
  return (standing, version, name) => {
    const model = modelOf(standing);
    const [, between, words = ""] = /^\d+([_.-]+)(.*)\.sql$/is.exec(model?.up ?? "") ?? [];
    const called = `${version}${between ?? mark}${wordsAs(words, name)}.sql`;
    return [{ name: called, text, holds: ["up", "down"] }];
  };
}
