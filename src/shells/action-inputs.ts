/**
 * Inputs as the runner passes them: `INPUT_DATABASE-URL`. Unknown ones too, so that a slip is told; act and the runner
 * pass only names that were written in the workflow or in action.yml.
 */
export function actionInputs(
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const given = Object.entries(environment).filter(
    ([name, value]) => name.startsWith("INPUT_") && value !== undefined,
  );
  return new Map(given.map(([name, value]) => [name.slice("INPUT_".length).toLowerCase(), value ?? ""]));
}
