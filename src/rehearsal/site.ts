import type { ClusterFacts } from "../database/cluster-facts.ts";
import type { ServerBinaries } from "../database/local-server/find-binaries.ts";
import type { Session } from "../database/session.ts";

/** A server to rehearse on, with an empty database (or a copy of the target's) that is not the target. */
export interface Site {
  readonly kind: "server" | "shadow";
  /** One sentence for people. */
  readonly description: string;
  /** `given`: the database is a copy and nothing is to be built in it. */
  readonly schema: "empty" | "given";
  /** A pg_dump that may fit the target; null: none at hand. */
  readonly pgDump: ServerBinaries["pgDump"];
  /** A session with the right to build anything. */
  readonly openBuilder: () => Promise<Session>;
  /** A session with the rights that the target's user has, as far as the site can have that user. */
  readonly openUser: () => Promise<Session>;
  /** Empties the database again, after a build that did not work. */
  readonly recreate: () => Promise<void>;
  /** Makes another empty database on the same server, with what `cluster` says of the target's; null: none can be made. */
  readonly makeAside: ((cluster: ClusterFacts) => Promise<Aside>) | null;
  /** Takes away all that was made; never rejects. */
  readonly close: () => Promise<void>;
}

/** A second database of a site: it goes with the first. */
export type Aside = Pick<Site, "openBuilder" | "openUser">;
