import { expect, test } from "vitest";
import { parsed, problemsBeside } from "./support.ts";

const good: readonly [given: string, host: string, port: number][] = [
  ["0.0.0.0:8080", "0.0.0.0", 8080],
  ["localhost:0", "localhost", 0],
  ["db-1.example.com:65535", "db-1.example.com", 65_535],
  ["[::1]:8080", "::1", 8080],
  ["[::]:1", "::", 1],
  ["[fe80::1%eth0]:80", "fe80::1%eth0", 80],
  [" 127.0.0.1:80 ", "127.0.0.1", 80],
];
test.each(good)("listen: %j is host and port", (given, host, port) => {
  expect(parsed({ command: "serve", listen: given }).serving.listen).toEqual({ host, port });
});

test("listen: nothing is 127.0.0.1:8080, and health may take 2 s", () => {
  expect(parsed({ command: "serve" }).serving).toEqual({
    listen: { host: "127.0.0.1", port: 8080 },
    healthTimeoutMs: 2_000,
  });
});

const bad = [
  ...["8080", ":8080", "localhost", "localhost:", "localhost:65536", "localhost:999999", "localhost:-1"],
  ...["localhost:80 80", "local host:80", "::1:8080", "[::1]", "[]:80", "[localhost]:80", "[::1]80"],
  ...["http://localhost:80", "localhost:80/path", "user@localhost:80", "localhost:8o", "*:80", "a:b:80"],
];
test.each(bad)("listen: %j is no address to listen on", (given) => {
  expect(problemsBeside({ command: "serve", listen: given })).toEqual([
    expect.stringMatching(/^INPUT_INVALID listen: .* is not an address to listen on\. Write host:port/),
  ]);
});

test("health-timeout must be longer than nothing", () => {
  expect(parsed({ "health-timeout": "500ms" }).serving.healthTimeoutMs).toBe(500);
  expect(problemsBeside({ "health-timeout": "0" })).toEqual([expect.stringContaining("health-timeout")]);
  expect(problemsBeside({ "health-timeout": "soon" })).toEqual([expect.stringContaining("health-timeout")]);
});
