import { isDeepStrictEqual } from "node:util";
import type { Session } from "../database/session.ts";
import type { ErrorCode } from "../errors.ts";
import { MigrateError } from "../errors.ts";
import { writeAcceptance } from "../ledger/write-repair.ts";
import { type Acceptance, makeAcceptance } from "../recovery/make-acceptance.ts";
import { checkDatabase } from "./check-database.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { passRecordGate } from "./pass-record-gate.ts";
import { refused } from "./reasons.ts";
import { underRunLock } from "./under-run-lock.ts";
import { writeRecord } from "./write-record.ts";

/** Of these it would not be known which row is changed, or whether the change could be recorded. */
const IN_THE_WAY: ReadonlySet<ErrorCode> = new Set(["LEDGER_FOREIGN", "LEDGER_DAMAGED", "PLAN_DUPLICATE"]);

/** How many of the refusals that stay are named. */
const MOST_NAMED = 5;

/**
 * Shows both checksums of an applied migration whose file was edited on purpose, and with `apply` puts the file's on
 * record, with who and why. What stands in the way of an `up` about other migrations stays, and is told.
 */
export async function acceptChecksum(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { plan, facts } = planned;
  const inTheWay = plan.refusals.filter(({ code }) => IN_THE_WAY.has(code));
  if (inTheWay.length > 0) throw refused(inTheWay);
  checkDatabase(flow, facts);
  const acceptance = mustAccept(flow, planned);
  const previousVersion = plan.currentVersion;
  const end = acceptance.stand === "same" ? "nothing" : "shown";
  const found = { unfinished: [], chosen: null, acceptance, gone: null, end, previousVersion } as const;
  keep(flow, { repair: found, notices: [...flow.draft.notices, ...staying(planned, acceptance)] });
  if (acceptance.stand === "same" || inputs.recording === "show") return;
  world.onPlanned(flow.draft);
  await passRecordGate(
    flow,
    facts,
    `put the changed checksum of ${acceptance.file.version.text} on record in`,
  );
  await record(flow, session, planned, acceptance);
  keep(flow, { repair: { ...found, end: "written" } });
}

function mustAccept({ inputs }: Flow, { set, plan }: Planned): Acceptance {
  const found = makeAcceptance(inputs.acceptChecksum?.version ?? "", set, plan.match);
  if ("refusal" in found) throw refused([found.refusal]);
  return found.acceptance;
}

/** That nothing else is accepted by it; empty where nothing else is refused. */
function staying({ plan }: Planned, { file }: Acceptance): readonly string[] {
  const others = plan.refusals.filter(({ version }) => version !== file.version.text);
  if (others.length === 0) return [];
  const named = others
    .slice(0, MOST_NAMED)
    .map(({ code, version }) => `${version ?? "the ledger"} (${code})`);
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : "";
  return [
    `This is about ${file.version.text} alone: \`up\` is still refused for ${named.join(", ")}${more}.`,
  ];
}

async function record(flow: Flow, session: Session, planned: Planned, shown: Acceptance): Promise<void> {
  const { inputs, world } = flow;
  await underRunLock(flow, session, planned, async ({ now, session: own }) => {
    world.signal.throwIfAborted();
    const { ledger, plan } = now;
    const row = plan.match.files.find(({ file }) => file === shown.file)?.row ?? null;
    if (!isDeepStrictEqual(row, shown.row))
      throw new MigrateError(
        "LEDGER_CHANGED",
        `Another run has changed what is on record of ${shown.file.version.text} meanwhile. Nothing was written.`,
        {
          hint: "`repair` with `accept-checksum` shows how it stands now.",
          version: shown.file.version.text,
        },
      );
    const remark = world.redact(remarkOn(shown, inputs.acceptChecksum?.reason ?? ""));
    await writeRecord(flow, now, shown.row.version, (recorder) =>
      writeAcceptance(own, { ...shown, remark }, { recorder, ledger, inputs }),
    );
  });
}

/** For the history, whose own column has the checksum that is on record from then on. */
const remarkOn = ({ file, row }: Acceptance, reason: string): string =>
  `accept-checksum: ${reason} (on record was ${row.checksum}, now ${file.checksum})`;
