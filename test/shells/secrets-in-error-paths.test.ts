import { expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import type { ErrorPath } from "../support/secrets/error-path.ts";
import { ERROR_PATHS } from "../support/secrets/error-paths.ts";
import { leaksIn } from "../support/secrets/find-leaks.ts";
import {
  type Cast,
  type Happening,
  makeCast,
  makeStage,
  runAsAction,
  runAsCli,
  type Stage,
  type Written,
} from "../support/secrets/stage.ts";
import { describeOnNewest } from "../support/servers.ts";

type Way = (stage: Stage) => Happening | Promise<Happening>;

const PATHS = Object.entries(ERROR_PATHS) as [ErrorCode, ErrorPath][];
const WAYS = PATHS.filter((path): path is [ErrorCode, Way] => typeof path[1] === "function");

const SHELLS = [
  ["the action", runAsAction],
  ["the command line", runAsCli],
] as const;

/** So many errors in one test: each run waits for servers more than it works. */
const AT_ONCE = 4;

/** What is wrong with one error in one shell, a line each: it did not come about, or something is told. */
async function problemsOf(
  cast: Cast,
  [code, way]: [ErrorCode, Way],
  [shell, run]: (typeof SHELLS)[number],
): Promise<string[]> {
  const stage = await makeStage(cast);
  const { texts, codes, exitCode }: Written = await run(stage, await way(stage));
  const history = await stage.database
    .query("SELECT h::text AS row FROM public.migration_history h")
    .catch(() => []);
  const places = { ...texts, history: history.map(({ row }) => row).join("\n") };
  const leaks = Object.entries(places).flatMap(([where, text]) =>
    leaksIn(text).map((leak) => `${code}, ${shell}, ${where}: ${leak}`),
  );
  const isThere = codes.includes(code) && exitCode !== 0;
  const said = JSON.stringify(texts).slice(0, 2_000);
  return isThere
    ? leaks
    : [`${code}, ${shell}, ended with ${exitCode} and ${codes.join(", ")}: ${said}`, ...leaks];
}

describeOnNewest("no secret is in anything that is written when a run ends with", (server) => {
  for (let first = 0; first < WAYS.length; first += AT_ONCE) {
    const some = WAYS.slice(first, first + AT_ONCE);
    test(some.map(([code]) => code).join(", "), async () => {
      const cast = await makeCast(server);
      const runs = some.flatMap((way) => SHELLS.map((shell) => problemsOf(cast, way, shell)));
      expect((await Promise.all(runs)).flat()).toEqual([]);
    });
  }
});

test("an error that is left out says why, and they are few", () => {
  const silent = PATHS.filter(([, path]) => typeof path !== "function");
  expect(silent.length).toBeLessThanOrEqual(3);
  for (const [, path] of silent) expect(path).toMatchObject({ silent: expect.stringMatching(/\w.*\.$/) });
});
