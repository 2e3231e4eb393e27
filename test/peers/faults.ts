import type { Fault } from "./fault.ts";
import { besideIndexing } from "./faults/concurrently.ts";
import { killed } from "./faults/killed.ts";
import { killedIndexing } from "./faults/killed-indexing.ts";
import { malformedUrl } from "./faults/malformed-url.ts";
import { ownCommit } from "./faults/own-commit.ts";
import { begunRace, freshRace, poolerRace } from "./faults/race.ts";
import { behindReader } from "./faults/reader.ts";

/** All faults, in the order of the table. */
export const FAULTS: readonly Fault[] = [
  freshRace,
  begunRace,
  poolerRace,
  besideIndexing,
  killed,
  killedIndexing,
  behindReader,
  malformedUrl,
  ownCommit,
];
