import { touchedRelations } from "../blast-radius/make-blast-radius.ts";
import type { CatalogFacts } from "../database/catalog-facts.ts";
import { readDisks } from "../database/read-disks.ts";
import { readReplication } from "../database/read-replication.ts";
import { readRights } from "../database/read-rights.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { BackupAnswer } from "../environment/backup.ts";
import { makeEnvironment } from "../environment/make-environment.ts";
import { makeRightsAsked, questionOf } from "../environment/rights-asked.ts";
import { makeWrittenAnew } from "../environment/written-anew.ts";
import type { Need } from "../gate/need.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import { type Flow, keep } from "./flow.ts";

/** What was asked before. */
export interface EnvironmentGiven {
  /** Null: nobody is asked for one. */
  readonly backup: BackupAnswer | null;
  /** Why the ledger cannot be written, which has been told; null: it can. */
  readonly unwritable: Need | null;
}

interface Question extends EnvironmentGiven {
  readonly facts: ServerFacts;
  readonly steps: readonly ParsedStep[];
  readonly catalog: CatalogFacts | null;
  readonly limitMs: number;
}

/**
 * Reads what is around the target, rights, disks, who follows it, and puts what comes of it into the draft, by what the
 * rehearsal has shown. Read-only; no lock is taken.
 */
export async function lookAround(
  flow: Flow,
  session: Session,
  { facts, steps, catalog, limitMs, backup, unwritable }: Question,
): Promise<void> {
  const { inputs, world } = flow;
  const deadline = performance.now() + limitMs;
  const limit = () => ({ role: null, limitMs: deadline - performance.now(), major: facts.major });
  const rightsAsked = makeRightsAsked(steps, catalog);
  const relations =
    catalog === null ? [] : touchedRelations(catalog).filter(({ kind }) => kind !== "partitioned table");
  const asked = { ...questionOf(rightsAsked), as: whoApplies(inputs) };
  const rights = await readRights(session, asked, {
    ...limit(),
    role: asked.as === null ? inputs.role : null,
  });
  const replication = await readReplication(session, limit());
  const disks = await readDisks(session, relations, limit());
  const { hazards, rehearsal } = flow.draft;
  const environment = makeEnvironment(
    {
      connection: {
        settings: world.connection,
        facts,
        isEncrypted: session.isEncrypted,
        isProduction: inputs.gate.isProduction,
      },
      rights,
      rightsAsked,
      toldBefore: { schema: unwritable?.code === "LEDGER_FORBIDDEN" ? inputs.ledger.schema : null },
      disks,
      relations,
      written: makeWrittenAnew({ steps, facts: catalog, hazards, traces: rehearsal?.traces ?? null }),
      replication,
      backup,
    },
    inputs.deploy,
  );
  keep(flow, { environment });
}

/** The role that will apply what this run only shows; null: that of its own session. */
const whoApplies = ({ dryRun, role, rehearsal }: Inputs): string | null =>
  dryRun && rehearsal.as !== null ? (role ?? rehearsal.as) : null;
