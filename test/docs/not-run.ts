/** Commands that the pages show and their test does not run, each with the reason. Whole lines, comments aside. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run demo": "test/shells and CI run it: it installs and builds",
  "npm test": "it is what runs this",
  "npm run load": "two minutes of load; CI has the short form",
  "npm run load:http": "six minutes of load, and it wants the corpora",
  "npm run torture": "half an hour; CI has the short form",
  "npm run fuzz:http": "needs Python and PyPI; test/tools has the short form",
  "export INTERNAL_ADMIN_TOKEN=$(openssl rand -hex 32)": "for the command that follows",
  "migrate-action serve --listen 127.0.0.1:8080": "never ends; test/shells/http-serve.test.ts runs it",
  'curl -H "Authorization: Bearer $INTERNAL_ADMIN_TOKEN" http://localhost:8080/api/migrations':
    "test/shells/http-api.test.ts asks so",
  'curl -H "Authorization: Bearer $INTERNAL_ADMIN_TOKEN" --json \'{"dryRun": false}\' http://localhost:8080/api/migrations':
    "test/shells/http-api.test.ts asks so",
  "npm run lint": "CI runs it",
  "npm run mutants": "an hour or two",
  "npm run picture": "needs Chromium, and packages from the registry",
  "bash .ci/run": "it is what runs this",
  "git clone https://github.com/st44/migrate-action && cd migrate-action":
    "SECURITY.md: check-dist.yml does so",
  "git checkout COMMIT": "SECURITY.md: check-dist.yml does so",
  "npm ci --ignore-scripts": "SECURITY.md: check-dist.yml does so",
  "(cd node_modules/node && node installArchSpecificPackage.js)": "SECURITY.md: check-dist.yml does so",
  'PATH="$PWD/node_modules/node/bin:$PATH" bash scripts/check-dist.sh': "SECURITY.md: check-dist.yml does so",
  "npx migrate-action@1 up": "comes from the registry; test/tools/package.test.ts runs it from the tarball",
  "npm install --save-exact migrate-action":
    "comes from the registry; test/tools/package.test.ts installs the tarball",
  'docker run --rm --read-only --env DATABASE_URL --volume "$PWD/migrations:/migrations:ro" ghcr.io/st44/migrate-action:1 up --shadow-url="$SHADOW_URL"':
    "needs a container engine; test/tools/container.test.ts runs it where one is",
  'docker run --detach --read-only --env DATABASE_URL --volume "$PWD/migrations:/migrations:ro" --publish 127.0.0.1:8080:8080 ghcr.io/st44/migrate-action:1':
    "needs a container engine; test/tools/container.test.ts runs it where one is",
  "pg_dump --schema-only --no-owner --no-privileges app > migrations/20240102000000_structure.sql":
    "pg_dump comes with no npm package",
  "migrate-action baseline --target 20240102000000 --ledger-table migrate_action_ledger":
    "goes on from the dump above",
};

/** The command without its comment, as `NOT_RUN` has it. */
export const withoutComment = (command: string): string => command.replace(/\s+# .*$/, "").trim();
