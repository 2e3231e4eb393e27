import { MigrateError } from "../../errors.ts";

/**
 * The path under which all routes are, without a slash at its end; empty: at the root. Rejects with INPUT_INVALID what is no
 * plain path: characters that mean something in a pattern, `.` and `..`, what a URL would write otherwise.
 */
export function parseBasePath(text: string): string {
  const path = text.replace(/\/+$/, "");
  if (path === "" || /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path)) return path;
  throw new MigrateError("INPUT_INVALID", "basePath: It is not a path such as /internal/database.", {
    hint: "Write it as it stands in the request's URL: letters, digits, - . _ ~ and slashes.",
  });
}
