import type { Progress } from "../progress.ts";
import { forLog } from "../report/foreign-text.ts";
import { redactTexts } from "../report/redact-report.ts";
import { renderLive, renderProgress } from "../report/render-progress.ts";
import { cutToWidth } from "../report/text/display-width.ts";

/** How much is told: only what went wrong, the usual, or the server's notices too. */
export type Verbosity = "quiet" | "normal" | "verbose";

/** redraw: a terminal that can be drawn on · append: one that cannot, and everything else. */
export type ScreenKind = "redraw" | "append";

/** What `stream` is. `TERM=dumb`: nothing but lines. */
export function screenOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): ScreenKind {
  return stream.isTTY && environment["TERM"] !== "dumb" ? "redraw" : "append";
}

/** Columns of the terminal that `stream` is; null: it is none, or does not say. */
export const widthOf = (stream: NodeJS.WriteStream): number | null =>
  (stream.isTTY && stream.columns) || null;

/** Standard error as people see it: lines, and where it can be drawn on one live line below them. */
export class Terminal {
  readonly #stream: NodeJS.WriteStream;
  readonly #verbosity: Verbosity;
  readonly #redact: (text: string) => string;
  readonly #screen: ScreenKind;
  #live: { text: string; since: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(stream: NodeJS.WriteStream, verbosity: Verbosity, redact: (text: string) => string) {
    this.#stream = stream;
    this.#verbosity = verbosity;
    this.#redact = redact;
    this.#screen = screenOf(stream, process.env);
  }

  /** Text that is harmless already: the report's. */
  print(text: string): void {
    this.#clear();
    this.#stream.write(this.#redact(text));
  }

  /** Takes progress: lines stay, the live line shows what is under way and for how long. */
  onProgress(progress: Progress): void {
    if (this.#verbosity === "quiet") return;
    if (progress.kind === "server-notice" && this.#verbosity !== "verbose") return;
    // Before it is made harmless: what that changes in a secret would hide it from the redaction of `print`.
    const shown = redactTexts(progress, this.#redact);
    const line = renderProgress(shown);
    if (line !== null) this.print(`${forLog(line)}\n`);
    const live = renderLive(shown);
    if (this.#screen === "redraw" && live !== null) this.#startLive(live);
  }

  /** What a person types in answer; null when the input ends, or `signal` is aborted. Ctrl-C is a SIGINT, as elsewhere. */
  async ask(question: string, signal: AbortSignal): Promise<string | null> {
    this.#clear();
    if (signal.aborted) return null;
    const { createInterface } = await import("node:readline");
    const reader = createInterface({ input: process.stdin, output: this.#stream });
    const close = () => reader.close();
    signal.addEventListener("abort", close, { once: true });
    // While a line is read the terminal sends no signals: its keys come as they are.
    reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    let answer: string | null = null;
    await new Promise<void>((resolve) => {
      reader.on("close", resolve);
      reader.question(forLog(this.#redact(question)), (typed) => {
        answer = typed;
        reader.close();
      });
    });
    signal.removeEventListener("abort", close);
    // What comes next does not begin behind the question.
    if (answer === null) this.#stream.write("\n");
    return answer;
  }

  /** Takes the live line away for good. */
  end(): void {
    this.#clear();
  }

  #startLive(text: string): void {
    this.#live = { text: forLog(text), since: performance.now() };
    // Short work needs no line: it would only flicker.
    this.#timer ??= setInterval(() => this.#draw(), 200).unref();
  }

  #draw(): void {
    if (this.#live === null) return;
    const seconds = ((performance.now() - this.#live.since) / 1000).toFixed(1);
    const text = cutToWidth(`  … ${this.#live.text} ${seconds} s`, (this.#stream.columns || 80) - 1);
    this.#stream.write(`\r\u001b[2K${text}`);
  }

  #clear(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#live = null;
    this.#stream.write("\r\u001b[2K");
  }
}
