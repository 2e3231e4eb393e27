import { expect, test } from "vitest";
import { renderMoment } from "../../../src/report/render-moment.ts";

test.each([
  ["2026-06-01T08:00:12.345Z", "2026-06-01 08:00:12Z"],
  ["2026-06-01T08:00:12Z", "2026-06-01 08:00:12Z"],
  ["12026-06-01T08:00:12.345Z", "12026-06-01 08:00:12Z"],
  ["2026-06-01T08:00:12+02:00", "2026-06-01T08:00:12+02:00"],
  ["***", "***"],
  ["", ""],
])("people read %j as %j", (iso, wanted) => {
  expect(renderMoment(iso)).toBe(wanted);
});
