import type { Progress } from "../progress.ts";
import { forLog } from "../report/foreign-text.ts";
import { redactTexts } from "../report/redact-report.ts";
import { renderLive, renderProgress } from "../report/render-progress.ts";

/** How much is told: only what went wrong, the usual, or the server's notices too. */
export type Verbosity = "quiet" | "normal" | "verbose";

/** Standard error as people see it: lines, and on a terminal one live line below them. */
export class Terminal {
  readonly #stream: NodeJS.WriteStream;
  readonly #verbosity: Verbosity;
  readonly #redact: (text: string) => string;
  #live: { text: string; since: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(stream: NodeJS.WriteStream, verbosity: Verbosity, redact: (text: string) => string) {
    this.#stream = stream;
    this.#verbosity = verbosity;
    this.#redact = redact;
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
    if (this.#stream.isTTY && live !== null) this.#startLive(live);
  }

  /** What a person types in answer; null when the input ends. */
  async ask(question: string): Promise<string | null> {
    this.#clear();
    const { createInterface } = await import("node:readline/promises");
    const reader = createInterface({ input: process.stdin, output: this.#stream });
    try {
      return await reader.question(forLog(this.#redact(question)));
    } catch {
      return null;
    } finally {
      reader.close();
    }
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
    const text = `  … ${this.#live.text} ${seconds} s`.slice(0, (this.#stream.columns ?? 80) - 1);
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
