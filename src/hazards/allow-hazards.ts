import type { Allowance } from "../files/script.ts";
import type { ParsedStatement, ParsedStep } from "../syntax/parse-steps.ts";
import type { Hazard } from "./hazard.ts";
import { RULE_NAMES } from "./rules.ts";

/**
 * `hazards` of a step with the reasons that its file gives: an allowance before the first statement is about all of the
 * file, another about the statement that follows it. One for a rule that there is not is itself told; one that has
 * nothing to allow is not: the table may be small here, and big on another target.
 */
export function allowHazards(hazards: readonly Hazard[], parsed: ParsedStep): readonly Hazard[] {
  return [...allowFound(hazards, parsed), ...parsed.step.script.allowances.flatMap(unknownRule)];
}

/** `hazards` of a step with the reasons that its file gives. */
export function allowFound(hazards: readonly Hazard[], { step, statements }: ParsedStep): readonly Hazard[] {
  const scopes = step.script.allowances.map((allowance) => ({
    allowance,
    statement: scopeOf(allowance, statements, step),
  }));
  return hazards.map((hazard) => {
    const found = scopes.find(
      ({ allowance, statement }) =>
        allowance.rule === hazard.rule && (statement === null || statement === hazard.statement),
    );
    return found === undefined ? hazard : { ...hazard, allowedBecause: found.allowance.reason };
  });
}

/** Index of the statement that the allowance is about; null: all of the file. */
function scopeOf(
  { line }: Allowance,
  statements: readonly ParsedStatement[],
  { script, resumes }: ParsedStep["step"],
): number | null {
  const first = (resumes?.whole ?? script).statements[0]?.line ?? 0;
  if (line < first) return null;
  return statements.find(({ statement }) => statement.line > line)?.index ?? null;
}

function unknownRule({ rule, line }: Allowance): readonly Hazard[] {
  if (RULE_NAMES.has(rule)) return [];
  return [
    {
      rule: "unknown-rule",
      level: "medium",
      message: `\`migrate:allow\` names \`${rule}\`, and there is no such rule: nothing is allowed by it.`,
      instead: null,
      statement: 0,
      line,
      column: 1,
      allowedBecause: null,
    },
  ];
}
