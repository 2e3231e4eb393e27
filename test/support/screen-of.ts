/** What a terminal shows after all that was written to it. */
export interface ShownScreen {
  /** Lines that were left on the person's own screen, scrolled ones too, without blanks at their ends. */
  readonly lines: readonly string[];
  /** The same of the second screen, as it was before it was left the last time. */
  readonly second: readonly string[];
  /** False: a program that ended has left the second screen there, or the cursor hidden. */
  readonly isOwn: boolean;
}

/** Control sequences that programs of ours may send; anything else is an error: it would be garbage on some terminal. */
const TOKEN = /\u001b\[(\??)([\d;]*)([A-Za-z])|([\s\S])/gu;

interface Page {
  readonly rows: string[][];
  row: number;
  column: number;
}

const newPage = (): Page => ({ rows: [[]], row: 0, column: 0 });

/**
 * The screen of a terminal that is `columns` wide and as long as it has to be, after `output`. Characters count as one
 * column: give it text that is narrow. Source: xterm's "Control Sequences".
 */
export function screenOf(output: string, columns: number): ShownScreen {
  const own = newPage();
  let second = newPage();
  let page = own;
  let isCursorShown = true;
  const put = (character: string) => {
    if (page.column >= columns) {
      page.row += 1;
      page.column = 0;
    }
    lineAt(page, page.row)[page.column] = character;
    page.column += 1;
  };
  for (const [all, isPrivate, numbers, letter, character] of output.matchAll(TOKEN)) {
    if (character !== undefined) {
      if (character === "\r") page.column = 0;
      else if (character === "\n") page.row += 1;
      else if (character === "\b") page.column = Math.max(0, page.column - 1);
      else if (character < " " || character === "\u007f")
        throw new Error(`A control character: ${JSON.stringify(all)}`);
      else put(character);
      continue;
    }
    if (isPrivate === "?") {
      if (numbers === "25") isCursorShown = letter === "h";
      else if (numbers === "1049" && letter === "h") {
        second = newPage();
        page = second;
      } else if (numbers === "1049") page = own;
      // Bracketed paste, which readline switches on and off.
      else if (numbers !== "2004") throw new Error(`Not a sequence of ours: ${JSON.stringify(all)}`);
      continue;
    }
    control(page, letter ?? "", Number(numbers || 0));
  }
  return { lines: textOf(own), second: textOf(second), isOwn: page === own && isCursorShown };
}

function control(page: Page, letter: string, number: number): void {
  const line = lineAt(page, page.row);
  if (letter === "m") return;
  if (letter === "K") line.splice(number === 2 ? 0 : page.column);
  else if (letter === "J") {
    line.splice(page.column);
    page.rows.splice(page.row + 1);
  } else if (letter === "H") Object.assign(page, { row: 0, column: 0 });
  else if (letter === "G") page.column = Math.max(0, number - 1);
  else if (letter === "A") page.row = Math.max(0, page.row - Math.max(1, number));
  else throw new Error(`Not a sequence of ours: ${JSON.stringify(letter)}`);
}

function lineAt(page: Page, row: number): string[] {
  while (page.rows.length <= row) page.rows.push([]);
  return page.rows[row] ?? [];
}

function textOf({ rows }: Page): readonly string[] {
  const lines = rows.map((row) =>
    Array.from(row, (character) => character ?? " ")
      .join("")
      .trimEnd(),
  );
  while (lines.at(-1) === "") lines.pop();
  return lines;
}
