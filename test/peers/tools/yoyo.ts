import { sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";
import { pythonPackages } from "./python-packages.ts";

const VERSION = "9.0.0";
const PACKAGES = [`yoyo-migrations==${VERSION}`, "psycopg2-binary==2.9.13", "setuptools<81"];

export const yoyo: Peer = {
  tool: {
    name: "yoyo",
    version: VERSION,
    install: async () => {
      const path = await pythonPackages(`yoyo-${VERSION}`, PACKAGES);
      return (url, directory) => ({
        program: "python3",
        args: ["-m", "yoyo", "apply", "--batch", "--no-config-file", "--database", url, directory],
        cwd: directory,
        env: { PYTHONPATH: path },
      });
    },
  },
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? "-- transactional: false\n\n" : "";
      return [`${stemOf(migration)}.sql`, option + sqlOf(migration)];
    }),
  poolerParameter: "",
  remark: null,
};
