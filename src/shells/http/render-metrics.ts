import { Gauge, Registry } from "prom-client";
import type { Metric } from "../../report/health/make-metrics.ts";
import type { Tool } from "../../report/make-report.ts";

/**
 * `metrics` in Prometheus' text format, version 0.0.4, with a gauge that names the version of `tool`. A registry of their own:
 * what is not known this time must not be left of the last, and an application's own metrics stay its own.
 */
export async function renderMetrics(metrics: readonly Metric[], tool: Tool): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  for (const { name, help, value } of metrics) new Gauge({ name, help, registers }).set(value);
  const help = "1, with the version that answers.";
  const info = new Gauge({ name: "migrate_action_build_info", help, labelNames: ["version"], registers });
  info.set({ version: tool.version }, 1);
  return await registry.metrics();
}
