import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment } from "./child-environment.ts";
import { exists } from "./file-access.ts";

/** Another account of this machine, to run a server as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** How an installation is run. */
export interface InstallationAccess {
  /** null: as ourselves. */
  readonly account: Account | null;
  /** The installation's directory above `bin`, when the account cannot run it in place; null: it can. */
  readonly copyFrom: string | null;
}

/** What of an installation's directory is needed to run it elsewhere. */
export const INSTALLATION_PARTS = ["bin", "lib", "share"] as const;

/**
 * Who runs the installation in `binDirectory`: ourselves, or, when we are root (which servers refuse), the
 * first account that root can become. Throws when there is none: a container without the right to change its
 * user.
 */
export async function chooseAccess(binDirectory: string): Promise<InstallationAccess> {
  if (process.getuid?.() !== 0) return { account: null, copyFrom: null };
  const prefix = join(binDirectory, "..");
  const parts = await existingParts(prefix);
  const candidates = rankAccounts(parseAccounts(await readFile("/etc/passwd", "utf8").catch(() => "")));
  for (const account of candidates.slice(0, 5)) {
    const answer = await tryInstallation(binDirectory, parts, account);
    if (answer !== "account-refused") return { account, copyFrom: answer === "runs" ? null : prefix };
  }
  throw new Error("PostgreSQL refuses to run as root, and no other account of /etc/passwd could be used.");
}

/** The accounts of a passwd file; lines that are not of its form are left out. Source: passwd(5). */
export function parseAccounts(passwd: string): Account[] {
  return passwd.split("\n").flatMap((line) => {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Accounts but root, best first: PostgreSQL's own, nobody, people's, the rest. */
export function rankAccounts(accounts: readonly Account[]): Account[] {
  const own = ["postgres", "_postgres", "nobody"];
  const rank = ({ name, uid }: Account) => (own.includes(name) ? own.indexOf(name) : uid >= 1000 ? 3 : 4);
  return accounts.filter(({ uid }) => uid !== 0).toSorted((a, b) => rank(a) - rank(b) || a.uid - b.uid);
}

async function existingParts(prefix: string): Promise<string[]> {
  const paths = INSTALLATION_PARTS.map((part) => join(prefix, part));
  const exist = await Promise.all(paths.map(exists));
  return paths.filter((_, index) => exist[index]);
}

/** Runs both programs as `account`, and looks whether it can read the directories beside them. */
async function tryInstallation(
  binDirectory: string,
  parts: readonly string[],
  account: Account,
): Promise<"runs" | "cannot-run" | "account-refused"> {
  const script = `bin=$1; shift
"$bin/initdb" --version && "$bin/postgres" --version || exit 1
for part; do [ -r "$part" ] && [ -x "$part" ] || exit 1; done`;
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", script, "sh", binDirectory, ...parts], {
      uid: account.uid,
      gid: account.gid,
      cwd: "/",
      env: childEnvironment(process.platform),
      stdio: "ignore",
      timeout: 10_000,
    });
    child.once("error", () => resolve("account-refused"));
    child.once("exit", (code) => resolve(code === 0 ? "runs" : "cannot-run"));
  });
}
