import type { Setup } from "../setup.ts";

/** Shorter ones can be guessed. */
const SHORTEST_TOKEN = 16;

/** What a person who starts a server should know of it: a sentence each, without a secret. */
export function makeServeWarnings({ inputs, adminToken, isProduction }: Setup): readonly string[] {
  const isOpen = !isLoopback(inputs.serving.listen.host);
  const warnings: string[] = [];
  if (adminToken === null && isProduction)
    warnings.push("NODE_ENV is production and INTERNAL_ADMIN_TOKEN is not set: health and metrics only.");
  else if (adminToken === null && isOpen)
    warnings.push(
      "INTERNAL_ADMIN_TOKEN is not set: there is no admin API, and EVERYBODY who reaches this address can read the status page.",
    );
  else if (adminToken === null) warnings.push("INTERNAL_ADMIN_TOKEN is not set: there is no admin API.");
  else if (isProduction) warnings.push("NODE_ENV is production: there is no admin API.");
  if (adminToken === null) return warnings;
  if (adminToken.length < SHORTEST_TOKEN)
    warnings.push(
      `INTERNAL_ADMIN_TOKEN has fewer than ${SHORTEST_TOKEN} characters, and can be guessed: make one with \`openssl rand -hex 32\`.`,
    );
  if (isOpen)
    warnings.push(
      "This is plain HTTP beyond this machine: without TLS before it, anybody on the way reads the token.",
    );
  return warnings;
}

/** True where only this machine comes in. */
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
