import type { Session } from "../database/session.ts";
import {
  acceptByHand,
  clearByHand,
  completeByHand,
  type FileAndRow,
  type OnRecord,
} from "./record-resume.ts";
import { type RepairWriting, sendRecord } from "./send-record.ts";

/** What is recorded of a migration that was left half-way, on its way there or back, without running anything. */
export interface Repair extends OnRecord {
  readonly direction: "up" | "down";
  /** done: what was under way counts as done · clear: as not begun. */
  readonly resolve: "done" | "clear";
  /** For the history. */
  readonly remark: string;
}

/** Records `repair`, with the history. Rejects as `sendRecord` does. */
export async function writeRepair(session: Session, repair: Repair, writing: RepairWriting): Promise<void> {
  const { direction, resolve, remark } = repair;
  // Taken back is what was not applied, and the other way round.
  const isApplied = (resolve === "done") === (direction === "up");
  const asOf = direction === "up" ? "file" : "record";
  const { recorder } = writing;
  const statements = isApplied
    ? completeByHand(recorder, repair, asOf, remark)
    : clearByHand(recorder, repair, remark);
  await sendRecord(session, statements, writing);
}

/** Puts the checksum of `file` on record for an applied migration, with the history. Rejects as `sendRecord` does. */
export async function writeAcceptance(
  session: Session,
  accepted: FileAndRow & { readonly remark: string },
  writing: RepairWriting,
): Promise<void> {
  await sendRecord(session, acceptByHand(writing.recorder, accepted, accepted.remark), writing);
}
