/**
 * Aborted by SIGINT and SIGTERM, listened to from now on until the process ends: a second one changes nothing, because the
 * first is being obeyed, and one that comes after the work must not cut off the report.
 */
export function cancelOnSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => controller.abort(new Error(`Received ${name}.`));
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
