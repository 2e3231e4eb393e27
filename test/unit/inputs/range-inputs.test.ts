import { expect, test } from "vitest";
import { parsed, problemsBeside } from "./support.ts";

test.each([
  [{ command: "down" }, { target: null, steps: null, batch: null }],
  [
    { command: "down", steps: "3" },
    { target: null, steps: 3, batch: null },
  ],
  [
    { command: "down", target: "007", steps: "3" },
    { target: "007", steps: 3, batch: null },
  ],
  [
    { command: "down", batch: "last" },
    { target: null, steps: null, batch: "last" },
  ],
  [
    { command: "down", batch: "12" },
    { target: null, steps: null, batch: 12 },
  ],
])("%o means %o", (values, wanted) => {
  const { range, batch } = parsed(values);
  expect({ target: range.target, steps: range.steps, batch }).toEqual(wanted);
});

test.each([
  [
    { command: "down", version: "3" },
    "INPUT_INVALID version: down takes nothing back from under what is newer.",
  ],
  [
    { command: "up", batch: "3" },
    "INPUT_INVALID batch: It is of the command down, and cannot be given with up.",
  ],
  [
    { command: "plan", batch: "last" },
    "INPUT_INVALID batch: It is of the command down, and cannot be given with plan.",
  ],
  [
    { command: "down", batch: "3", target: "1" },
    "INPUT_INVALID batch: It names what is taken back, and cannot be given with target.",
  ],
  [
    { command: "down", batch: "3", steps: "1" },
    "INPUT_INVALID batch: It names what is taken back, and cannot be given with steps.",
  ],
  [{ command: "down", batch: "0" }, 'INPUT_INVALID batch: "0" does not do; it must be last,'],
  [{ command: "down", batch: "newest" }, 'INPUT_INVALID batch: "newest" does not do; it must be last,'],
  [{ command: "down", batch: "-1" }, 'INPUT_INVALID batch: "-1" does not do; it must be last,'],
  [
    { command: "down", "dry-run": "yes" },
    'INPUT_INVALID dry-run: "yes" does not do; it must be true or false',
  ],
])("%o is refused, as it would be passed over and something else be changed", (values, wanted) => {
  const lines = problemsBeside(values as unknown as Record<string, string>);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(wanted);
});

test("a dry run of up is the command plan, of down it is down that goes no further", () => {
  expect(parsed({ command: "up", "dry-run": "true" })).toMatchObject({ command: "plan", dryRun: true });
  expect(parsed({ command: "down", "dry-run": "true" })).toMatchObject({ command: "down", dryRun: true });
  const commands = ["up", "plan", "down"].map((command) => parsed({ command }).dryRun);
  expect(commands).toEqual([false, true, false]);
  expect(parsed({ command: "baseline", "dry-run": "true" })).toMatchObject({
    command: "baseline",
    dryRun: true,
  });
  expect(parsed({ command: "adopt", apply: "true", "dry-run": "true" }).recording).toBe("show");
});
