import type { MigrationFile, MigrationSet, VerifyFile } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { type BaseBranch, makeBaseLedger } from "./base-branch.ts";
import { checkRefusals } from "./check-refusals.ts";
import { chooseUp } from "./choose-up.ts";
import { completePlan } from "./complete-plan.ts";
import { endsTheRecord } from "./down-refusals.ts";
import { makeDownStep, makeUpStep } from "./make-step.ts";
import type { Plan, Refusal, Step } from "./plan.ts";
import { scriptRefusals } from "./script-refusals.ts";

/** What is run to check a pull request, and what is wrong with it before anything is run. */
export interface CheckPlan {
  /** The pull request's own migrations, onto a database that has the base branch's; `refusals` has all there are. */
  readonly plan: Plan;
  /** From nothing: the base branch's migrations first. */
  readonly entries: readonly CheckEntry[];
  /** False: some of `plan.refusals` are of files that cannot be run. */
  readonly isRunnable: boolean;
  /** False: nothing that could be run is the pull request's. */
  readonly isTouched: boolean;
}

/** One migration of a check, and what of it is tried. */
export interface CheckEntry {
  readonly step: Step;
  readonly origin: "base" | "pull-request";
  /** Its way back, tried after it; null: it has none, or the pull request did not touch that. */
  readonly back: Step | null;
  /** Why a way back is not tried; null: it is, or there is none. */
  readonly untried: string | null;
  /** Questions of the pull request, asked after it. */
  readonly verify: readonly VerifyFile[];
}

/** What the user decided about a check. */
export interface CheckRules {
  readonly outOfOrder: "refuse" | "allow";
  readonly ledger: LedgerName;
}

const ALL = { target: null, version: null, steps: null } as const;

/** A plan for a database that nobody has named: no plan for a real one has its digest. */
const NOWHERE = { host: "", port: 0, database: "" } as const;

/** The check of a pull request whose files are `set`; `base` null: all of them are its own. Pure and total. */
export function makeCheckPlan(set: MigrationSet, base: BaseBranch | null, rules: CheckRules): CheckPlan {
  const { ledger } = rules;
  const inBase = base?.files ?? [];
  const planning = { range: ALL, outOfOrder: "allow", halfWay: "refuse", ledger, target: NOWHERE } as const;
  const chosen = chooseUp(set, makeBaseLedger(inBase), planning);
  const steps = chosen.files.map(({ file, replaces }) => makeUpStep(file, ledger, replaces));
  const found = base === null ? [] : checkRefusals(set.files, base);
  const allowed = rules.outOfOrder === "allow" ? found.filter(({ code }) => code === "CHECK_LATE") : [];
  const entries = [
    ...inBase.map((file) => baseEntry(file, set, base, ledger)),
    ...steps.map((step) => makeEntry(step, step.file, step.file.verify ?? [], ledger)),
  ];
  const own = entries.filter(({ origin }) => origin === "base").flatMap(({ step }) => scriptRefusals(step));
  const back = entries.flatMap((entry) => (entry.back === null ? [] : scriptRefusals(entry.back)));
  const refusals = [...found.filter((refusal) => !allowed.includes(refusal)), ...own, ...back];
  const notices = {
    ofOrder: allowed.map(({ message }) => `${message} It is allowed here.`),
    ofGone: chosen.notices.ofGone,
  };
  const plan = completePlan({ ...chosen, refusals, notices }, steps, NOWHERE);
  const isTouched = entries.some(
    ({ origin, back, verify }) => origin === "pull-request" || back !== null || verify.length > 0,
  );
  return { plan, entries, isRunnable: !plan.refusals.some(isOfScript), isTouched };
}

/** True for what lies in a file's text: that cannot be run. All others are about where a file stands. */
const isOfScript = ({ code }: Refusal): boolean => !code.startsWith("CHECK_");

function baseEntry(
  file: MigrationFile,
  { files }: MigrationSet,
  base: BaseBranch | null,
  ledger: LedgerName,
): CheckEntry {
  const now = files.find(({ version, name }) => version.key === file.version.key && name === file.name);
  const isTouched = (path: string) => base?.changes.files.has(path) === true;
  const down = now?.down ?? null;
  const hasNewWayBack = down !== null && down.file !== now?.file && isTouched(down.file);
  const verify = (now?.verify ?? []).filter((question) => isTouched(question.file));
  const step = makeUpStep(file, ledger);
  const entry = makeEntry(step, { ...file, down: hasNewWayBack ? down : null }, verify, ledger);
  return { ...entry, origin: "base" };
}

function makeEntry(
  step: Step,
  { down }: Pick<MigrationFile, "down">,
  verify: readonly VerifyFile[],
  ledger: LedgerName,
): CheckEntry {
  const entry = { step, origin: "pull-request", back: null, untried: null, verify } as const;
  if (down === null) return entry;
  const back = makeDownStep({ file: step.file, down, row: null }, ledger);
  return endsTheRecord(back, ledger).length > 0
    ? { ...entry, untried: "it takes away the ledger itself" }
    : { ...entry, back };
}
