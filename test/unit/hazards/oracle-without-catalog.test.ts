import { describe, expect, test } from "vitest";
import { foundIn } from "../../support/hazard-values.ts";
import { hasLockOracle, oracleCases } from "../../support/lock-oracle.ts";
import { claimedBy, type Seen, seenBy, strengthOf } from "../../support/oracle-claims.ts";

const MAJORS = [14, 15, 16, 17, 18];

/** Cases in which the words alone do not tell what the server does, and why. */
const UNTOLD = new Map<string, string>([
  ["add col domain w/ constraint", "That the type is a constrained domain is in the catalog alone."],
  ["add col domain w/ constraint default", "The same."],
  ["truncate", "A new, empty file is no rewrite: it takes a moment."],
  ["truncate partition", "The same."],
  ["alter sequence", "No table."],
  ["drop sequence owned", "No table."],
  ["alter type composite", "No table."],
  ["drop type", "No table."],
]);

/** True where `claims` have at least the lock and the work that was seen. */
const isClaimed = (claims: readonly Seen[], seen: Seen): boolean =>
  claims.some((claim) => {
    const [[lock, work], [seenLock, seenWork]] = [strengthOf(claim), strengthOf(seen)];
    return (
      claim.relation === seen.relation && (lock ?? 0) >= (seenLock ?? 0) && (work ?? 0) >= (seenWork ?? 0)
    );
  });

describe.skipIf(!hasLockOracle)(
  "without a catalog nothing that a statement does to the tables it names is missed",
  () => {
    const cases = hasLockOracle ? oracleCases() : [];
    const known = cases.flatMap((one) =>
      MAJORS.flatMap((major) => {
        const finding = one.byMajor.get(major);
        return finding === undefined || finding.error !== null ? [] : [{ ...one, major, finding }];
      }),
    );
    test.each(known)("$name, on $major", ({ name, statement, major, finding }) => {
      const claims = claimedBy(foundIn(statement, { major }).flatMap(({ effects }) => effects.flat()));
      // From SHARE on others wait; what is read or written anew is worth saying under any lock.
      const seen = seenBy(statement, finding).filter(
        (one) => new RegExp(`\\b${one.relation}\\b`).test(statement) && (strengthOf(one)[0] ?? 0) >= 4,
      );
      const missed = seen.filter((one) => !isClaimed(claims, one));
      const reason = UNTOLD.get(name);
      if (reason === undefined) expect(missed).toEqual([]);
      else expect(missed, reason).not.toEqual([]);
    });
  },
);
