import type { CatalogName } from "../database/catalog-facts.ts";
import type { Disks } from "../database/read-disks.ts";
import type { Replication } from "../database/read-replication.ts";
import type { Rights } from "../database/read-rights.ts";
import type { DeployInputs } from "../inputs/inputs.ts";
import type { BackupAnswer } from "./backup.ts";
import { checkBackup } from "./backup-check.ts";
import { type ConnectionQuestion, checkConnection } from "./connection-checks.ts";
import { checkDisks } from "./disk-checks.ts";
import type { Environment } from "./environment.ts";
import { checkReplication } from "./replication-checks.ts";
import type { RightsAsked } from "./rights-asked.ts";
import { checkRights, type ToldBefore } from "./rights-checks.ts";
import type { Written } from "./written-anew.ts";

/** What was read around the target; a text is why something could not be. */
export interface EnvironmentReadings {
  readonly connection: ConnectionQuestion;
  readonly rights: Rights | string;
  readonly rightsAsked: RightsAsked;
  readonly toldBefore: ToldBefore;
  readonly disks: Disks | string;
  /** Those of which `disks` says where they are. */
  readonly relations: readonly CatalogName[];
  /** By transaction. */
  readonly written: readonly (readonly Written[])[];
  readonly replication: Replication | string;
  /** Null: nobody was asked. */
  readonly backup: BackupAnswer | null;
}

/** What is around the target, judged: pure. */
export function makeEnvironment(readings: EnvironmentReadings, demanded: DeployInputs): Environment {
  const { backup, rightsAsked, rights, toldBefore, written, disks, relations } = readings;
  const backupCheck = checkBackup(demanded, backup);
  return {
    checks: [
      ...checkConnection(readings.connection),
      ...checkRights(rightsAsked, rights, toldBefore),
      ...checkDisks(written, disks, relations),
      ...checkReplication(readings.replication, demanded.maxReplicationLagMs),
      ...(backupCheck === null ? [] : [backupCheck]),
    ],
    backup: backup === null || typeof backup.backup === "string" ? null : backup.backup,
  };
}
