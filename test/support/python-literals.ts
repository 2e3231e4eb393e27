/** A call as it is written, each argument as text: `3` is `"3"`. */
export interface PythonCall {
  readonly positional: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

/**
 * Every call of `name` in `source` that begins a line, in order. Arguments are strings, numbers, and sums of strings and
 * of the `variables`; nothing else of Python is understood. Throws at what is.
 */
export function parsePythonCalls(
  source: string,
  name: string,
  variables: ReadonlyMap<string, string>,
): readonly PythonCall[] {
  return [...source.matchAll(new RegExp(`^${name}\\(`, "gm"))].map(({ index, 0: { length } }) =>
    new ArgumentReader(source, index + length, variables).read(),
  );
}

/** All string constants in `text`, in order, each as the text it stands for. */
export function parsePythonLiterals(text: string): readonly string[] {
  return [...text.matchAll(STRING)].map(([written]) => unquote(written));
}

/** The string in three double quotes that stands behind `start`. */
export function pythonTextAfter(source: string, start: string): string {
  const from = source.indexOf(`${start}"""`) + start.length + 3;
  return source.slice(from, source.indexOf('"""', from));
}

const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
const TOKEN = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\w+|[=+,()]/y;

const unquote = (written: string): string => written.slice(1, -1).replace(/\\(.)/g, "$1");

class ArgumentReader {
  readonly #source: string;
  readonly #variables: ReadonlyMap<string, string>;
  #at: number;

  constructor(source: string, from: number, variables: ReadonlyMap<string, string>) {
    this.#source = source;
    this.#at = from;
    this.#variables = variables;
  }

  read(): PythonCall {
    const positional: string[] = [];
    const named = new Map<string, string>();
    let [name, value] = [null as string | null, ""];
    for (let token = this.#next(); ; token = this.#next()) {
      if (token === "=") [name, value] = [value, ""];
      else if (token === "," || token === ")") {
        if (name === null) positional.push(value);
        else named.set(name, value);
        [name, value] = [null, ""];
        if (token === ")") return { positional, named };
      } else if (token !== "+") value += this.#valueOf(token);
    }
  }

  #next(): string {
    TOKEN.lastIndex = this.#at;
    const [token] = TOKEN.exec(this.#source) ?? [];
    if (token === undefined)
      throw new Error(`Not understood: ${this.#source.slice(this.#at, this.#at + 40)}`);
    this.#at += token.length;
    return token;
  }

  #valueOf(token: string): string {
    return token.startsWith("'") || token.startsWith('"')
      ? unquote(token)
      : (this.#variables.get(token) ?? token);
  }
}
