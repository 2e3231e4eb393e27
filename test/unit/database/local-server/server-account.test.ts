import { expect, test } from "vitest";
import { parseAccounts, rankAccounts } from "../../../../src/database/local-server/server-account.ts";

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
toor:x:0:0:also root:/root:/bin/sh
ada:x:1000:1000:Ada,,,:/home/ada:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
broken line
unsigned:*:-2:-2:macOS:/var/empty:/usr/bin/false
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
`;

test("PostgreSQL's own account comes first, then nobody, then people's, then the system's; root under no name", () => {
  expect(rankAccounts(parseAccounts(PASSWD)).map(({ name }) => name)).toEqual([
    "postgres",
    "nobody",
    "ada",
    "daemon",
  ]);
});

test("an account has its user's and group's numbers", () => {
  expect(parseAccounts(PASSWD)).toContainEqual({ name: "postgres", uid: 101, gid: 104 });
});

test("a file with root alone gives none", () => {
  expect(rankAccounts(parseAccounts("root:x:0:0::/root:/bin/sh"))).toEqual([]);
});
