import type { Schema } from "../../database/schema.ts";
import { REPLAY_LIMIT_MS } from "../aside-database.ts";
import type { BuiltSchema, Landmark } from "../build-schema.ts";
import type { OpenedSite } from "../open-site.ts";
import type { RehearsalRequest } from "../rehearsal-request.ts";
import type { SiteRun } from "../run-steps.ts";
import { readOwnSchema } from "./own-schema.ts";
import { compareRestored, type Restoration, unknownForLeftOut, unknownRestoration } from "./restoration.ts";
import { roundTripAside } from "./round-trip-aside.ts";

/** The search, under way, for what migrations that are taken back leave otherwise than it was before them. */
export interface RestoringSearch {
  /** Where a site that is built from the applied files is as it was before; null: there is no such place. */
  readonly landmark: Landmark | null;
  /** To be told how the site got its schema: what it showed on the way need not be found out aside. */
  readonly siteIsBuilt: (built: BuiltSchema) => Promise<void>;
  /** What was found when the ways back have run on the site; null where they did not run to their end. */
  readonly end: (run: SiteRun) => Promise<Restoration | null>;
  /** Ends it, however far it is; never rejects. */
  readonly stop: () => Promise<void>;
}

const COPY =
  "The shadow is a copy of the target, so what was there before is not known. Give a server where a database may be created.";
const NO_ASIDE =
  "The applied files cannot be run again beside the rehearsal: its site has one database, and that has the target's schema.";

/** How long nobody wonders what is being waited for. */
const TELL_AFTER_MS = 500;

/**
 * Begins to look for what the schema was before the migrations that `request` takes back. On a site that is built from
 * the applied files it is read there, just before the first of them; else, and where something that stays comes after
 * them, they are applied and taken back in a second database, beside the rehearsal. Null: nothing is taken back.
 */
export function beginRestoring(opened: OpenedSite, request: RehearsalRequest): RestoringSearch | null {
  const { takenBack } = request;
  if (takenBack === null) return null;
  const { site, facts } = opened;
  if (site.schema === "given") return known(unknownRestoration(COPY));
  const { ledger } = request.inputs;
  const readHere = () => readOwnSchema(site, facts.major, ledger);
  const isAsideUseful = site.makeAside !== null && (site.pgDump !== null || !takenBack.isNewest);
  const aside = isAsideUseful ? roundTripAside(opened, request, takenBack.trip) : null;
  aside?.result.catch(() => {});
  const taken = new Set(request.steps.map(({ file }) => file));
  let before: Schema | null = null;
  let builtFrom: BuiltSchema | null = null;
  const landmark: Landmark = {
    stepsBefore: (steps) => steps.findIndex(({ file }) => taken.has(file)),
    reached: async () => {
      before = await readHere();
    },
  };
  return {
    landmark: takenBack.isNewest ? landmark : null,
    siteIsBuilt: async (built) => {
      builtFrom = built;
      if (before !== null && isReplayed(built)) await aside?.stop();
    },
    end: async (run) => {
      if (run.failure !== null) return null;
      if (before === null || !isReplayed(builtFrom)) return await awaited(aside, request);
      const versions = new Set([...taken].map(({ version }) => version.text));
      const notBuilt = builtFrom.leftOut.filter(({ version }) => versions.has(version));
      return (
        unknownForLeftOut([...notBuilt, ...run.notRehearsed]) ?? compareRestored(before, await readHere())
      );
    },
    stop: async () => void (await aside?.stop()),
  };
}

const isReplayed = (
  built: BuiltSchema | null,
): built is Extract<BuiltSchema, { readonly ok: true; readonly from: "replay" }> =>
  built?.ok === true && built.from === "replay";

function known(restoration: Restoration): RestoringSearch {
  const nothing = () => Promise.resolve();
  return {
    landmark: null,
    siteIsBuilt: nothing,
    end: (run) => Promise.resolve(run.failure === null ? restoration : null),
    stop: nothing,
  };
}

async function awaited(
  aside: ReturnType<typeof roundTripAside> | null,
  request: RehearsalRequest,
): Promise<Restoration> {
  if (aside === null) return unknownRestoration(NO_ASIDE);
  const tell = () => request.onProgress({ kind: "comparing", what: "restoration", limitMs: REPLAY_LIMIT_MS });
  const timer = setTimeout(tell, TELL_AFTER_MS);
  try {
    return await aside.result;
  } catch (error) {
    request.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return unknownRestoration(`The schemas could not be compared: ${why}`);
  } finally {
    clearTimeout(timer);
  }
}
