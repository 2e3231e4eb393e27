import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quoteForShell } from "../../../../src/database/local-server/shell-supervisor.ts";

test.skipIf(process.platform === "win32")(
  "a quoted command reaches its program as it was, with nothing expanded",
  () => {
    const words = ["it's", 'say "hi"', "$HOME `id` $(id)", "", "back\\slash", "a\nb", "*"] as const;
    const printed = execFileSync("/bin/sh", [
      "-c",
      `eval "exec $1"`,
      "sh",
      quoteForShell(["printf", "%s\\0", ...words]),
    ]);
    expect(printed.toString().split("\0").slice(0, -1)).toEqual(words);
  },
);
