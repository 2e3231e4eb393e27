import { clip, makeVisible } from "../foreign-text.ts";

/** Markup that is safe to send: only `html` and `join` make it of text. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, nothing is left out. */
export type Content = Html | string | number | null | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * The template as markup. Every value in it is escaped, for an element's content and for an attribute in double quotes alike;
 * what hides or reorders text is written as an escape. A list stands for its members one after the other.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += renderContent(value) + (parts[index + 1] ?? "");
  return new Html(text);
}

/** `items` with `separator` between each two. */
export function join(items: readonly Content[], separator: string): Html {
  return new Html(items.map(renderContent).join(renderContent(separator)));
}

/** Foreign text inside our own, at most `limit` UTF-16 units of it: its direction stays its own. */
export const foreign = (text: string, limit: number): Html => html`<bdi>${clip(text, limit)}</bdi>`;

/** Sentences, foreign words among them, in which a pair of backticks is code: as our own hints and messages are written. */
export function prose(text: string): Html {
  const pieces = text.split(/`([^`]+)`/u);
  const parts = pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece));
  return html`<bdi>${parts}</bdi>`;
}

function renderContent(value: Content): string {
  if (value === null) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(renderContent).join("");
  return makeVisible(String(value)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
