/**
 * Follows the tokens of one statement as far as is needed to know where it ends: parentheses (CREATE RULE … DO
 * (a; b)), the `BEGIN ATOMIC … END` body of CREATE FUNCTION and PROCEDURE, and COPY … FROM STDIN.
 */
export class StatementShape {
  /** True when it is a COPY whose data follows in the text. */
  readsInlineData = false;
  #is: "beginning" | "routine" | "copy" | "other" = "beginning";
  #depth = 0;
  #bodies = 0;
  #before = "";

  /** False when the word at hand cannot matter: then it need not be cut out of the text. */
  get wantsWords(): boolean {
    return this.#is !== "other";
  }

  reset(): void {
    this.readsInlineData = false;
    this.#is = "beginning";
    this.#depth = 0;
    this.#bodies = 0;
    this.#before = "";
  }

  /** Sees a word, in lower case. */
  seeWord(word: string): void {
    if (this.#is === "beginning") this.#is = afterBeginning(this.#before, word);
    else if (this.#is === "routine" && this.#depth === 0) this.#seeBody(word);
    else if (this.#is === "copy" && this.#depth === 0) this.#seeCopy(word);
    this.#before = word;
  }

  /** Sees a symbol; true when it is the `;` that ends the statement. */
  seeSymbol(symbol: string): boolean {
    if (this.#is === "beginning") this.#is = "other";
    this.#before = symbol;
    if (symbol === "(") this.#depth++;
    else if (symbol === ")") this.#depth = Math.max(0, this.#depth - 1);
    return symbol === ";" && this.#depth === 0 && this.#bodies === 0;
  }

  /** Sees a token of any other kind. */
  seeOther(): void {
    if (this.#is === "beginning") this.#is = "other";
    this.#before = "";
  }

  // END closes a body only as the first word after `;` or ATOMIC. Anywhere else it belongs to a CASE or is a label.
  #seeBody(word: string): void {
    if (word === "atomic" && this.#before === "begin") this.#bodies++;
    else if (word === "end" && this.#bodies > 0 && (this.#before === ";" || this.#before === "atomic")) {
      this.#bodies--;
    }
  }

  #seeCopy(word: string): void {
    if (this.#before !== "from") return;
    this.#is = "other";
    this.readsInlineData = word === "stdin";
  }
}

function afterBeginning(before: string, word: string): "beginning" | "routine" | "copy" | "other" {
  if (before === "") {
    if (word === "create") return "beginning";
    return word === "copy" ? "copy" : "other";
  }
  if (before === "create" && word === "or") return "beginning";
  if (before === "or" && word === "replace") return "beginning";
  return word === "function" || word === "procedure" ? "routine" : "other";
}
