import type { Refusal, Step } from "./plan.ts";

/** What lies in the step's own text, with its place there. */
export function scriptRefusals({ file, source, script }: Step): readonly Refusal[] {
  return script.problems.map(({ code, message, hint, line, column }) => ({
    code,
    version: file.version.text,
    message: `${source.file}:${line}:${column}: ${message}`,
    hint,
    at: { file: source.file, line, column },
  }));
}
