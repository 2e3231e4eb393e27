import { dirname } from "node:path";
import { goProgram } from "../../tools/install/go-program.ts";
import { plainUrl } from "../../tools/install/plain-url.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer, PGX_BEHIND_POOLER } from "../peer.ts";

const VERSION = "v2.3.4";

export const tern: Peer = {
  tool: {
    name: "tern",
    version: VERSION,
    install: async () => {
      const program = await goProgram({ path: "github.com/jackc/tern/v2", version: VERSION, tags: [] });
      return (url, directory) => ({
        program,
        args: ["migrate", "--migrations", directory, "--conn-string", plainUrl(url)],
        cwd: dirname(program),
      });
    },
  },
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? "---- tern: disable-tx ----\n" : "";
      return [`${stemOf(migration)}.sql`, option + sqlOf(migration)];
    }),
  poolerParameter: PGX_BEHIND_POOLER,
  remark: null,
};
