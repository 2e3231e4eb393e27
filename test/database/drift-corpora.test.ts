import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CORPORA, hasCorpora, orderOf } from "../support/corpora.ts";
import { databaseFor, E2B, HISTORIES } from "../support/histories.ts";
import { runFlow } from "../support/run-flow.ts";
import { describeOnServers } from "../support/servers.ts";

/** Small ones, and e2b for its roles. The other histories were looked at by hand: none of them drifts either. */
const LOOKED_AT = new Set(["authelia", "docs_rs", "openfga"]);

describe.skipIf(!hasCorpora)("a real history, half of it applied, has no drift", () => {
  describeOnServers((server) => {
    const histories = HISTORIES.filter(({ name }) => LOOKED_AT.has(name));
    test.for(server.major < 15 ? histories : [...histories, E2B])(
      "$name",
      { timeout: 120_000 },
      async (history) => {
        const database = await databaseFor(server, history);
        const path = { "migrations-path": join(CORPORA, history.name) };
        const half = String(Math.floor(orderOf(history.name).length / 2));
        const up = await runFlow(database, { ...path, steps: half, rehearsal: "server" });
        expect(up.failure).toBeNull();
        expect([up.rehearsal?.drift, up.rehearsal?.driftUnknown]).toEqual([[], null]);
        // Its roles are the server's: a shadow of the same server has them already.
        const sites = history.roles === "made" ? [] : [{ "shadow-url": server.url }];
        for (const site of [{ rehearsal: "server" }, ...sites]) {
          const { rehearsal } = await runFlow(database, { command: "plan", ...path, steps: "3", ...site });
          expect([rehearsal?.drift, rehearsal?.driftUnknown]).toEqual([[], null]);
        }
      },
    );
  });
});
