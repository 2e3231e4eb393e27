import type { Inputs } from "../inputs/inputs.ts";

/** True where a run may have to comment on a pull request: what that needs is loaded only then. */
export function wantsComment(inputs: Inputs | null): inputs is Inputs {
  if (inputs === null || !["check", "plan", "up"].includes(inputs.command)) return false;
  const { token, comment } = inputs.github;
  return comment === "always" || (comment === "auto" && token !== null);
}
