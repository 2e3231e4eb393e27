import { describe, expect, test } from "vitest";
import { EXIT_CODE_OF } from "../../../../src/errors.ts";
import { parseBasePath } from "../../../../src/shells/http/base-path.ts";
import { createHandler } from "../../../../src/shells/http/create-handler.ts";
import { makeOpenapi } from "../../../../src/shells/http/openapi/openapi-document.ts";
import { isJson, MOST_BODY_BYTES, readBody } from "../../../../src/shells/http/runs/read-body.ts";
import { STATUS_OF_EXIT_CODE } from "../../../../src/shells/http/runs/status-of-run.ts";
import { makeServeWarnings } from "../../../../src/shells/http/serve/serve-warnings.ts";
import { makeSetup } from "../../../../src/shells/http/setup.ts";

describe("a base path", () => {
  const good: readonly [given: string, path: string][] = [
    ["", ""],
    ["/", ""],
    ["/internal", "/internal"],
    ["/internal/database/", "/internal/database"],
    ["/a.b/c-d_e~1", "/a.b/c-d_e~1"],
  ];
  test.each(good)("%j is %j", (given, path) => {
    expect(parseBasePath(given)).toBe(path);
  });

  const bad = [
    "internal",
    "//a",
    "/a//b",
    "/:id",
    "/*",
    "/a b",
    "/a/../b",
    "/.",
    "/a?x",
    "/a%20b",
    "http://x/a",
  ];
  test.each(bad)("%j is none", (given) => {
    expect(() => parseBasePath(given)).toThrow("basePath: It is not a path");
    expect(() =>
      createHandler({ environment: { DATABASE_URL: "postgres://u@h/d" }, basePath: given }),
    ).toThrow();
  });
});

describe("the status of an answer", () => {
  test("is there for every exit code that an error has", () => {
    const known = Object.keys(STATUS_OF_EXIT_CODE).map(Number);
    expect([...new Set(Object.values(EXIT_CODE_OF))].filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe("a body", () => {
  const request = (body: string | Uint8Array<ArrayBuffer>) =>
    new Request("http://x", { method: "POST", body });

  test("of as much as it may have is read, of a byte more is not", async () => {
    expect(await readBody(request("x".repeat(MOST_BODY_BYTES)))).toEqual({
      text: "x".repeat(MOST_BODY_BYTES),
    });
    expect(await readBody(request("x".repeat(MOST_BODY_BYTES + 1)))).toBe("too-large");
    expect(await readBody(request(new Uint8Array([0xc3])))).toBe("broken");
    expect(await readBody(new Request("http://x"))).toEqual({ text: "" });
  });

  const types: readonly [headers: Record<string, string>, is: boolean][] = [
    [{ "content-type": "application/json" }, true],
    [{ "content-type": 'Application/JSON ; charset="UTF-8"' }, true],
    [{ "content-type": "application/json", "content-encoding": "identity" }, true],
    [{}, false],
    [{ "content-type": "application/json; charset=latin1" }, false],
    [{ "content-type": "text/plain; application/json" }, false],
    [{ "content-type": "application/json-patch+json" }, false],
    [{ "content-type": "application/json", "content-encoding": "gzip" }, false],
  ];
  test.each(types)("with %j is JSON: %j", (headers, is) => {
    expect(isJson(new Headers(headers))).toBe(is);
  });
});

describe("the warnings of a server", () => {
  const warningsOf = (listen: string, environment: Record<string, string>) =>
    makeServeWarnings(
      makeSetup(
        {
          values: new Map([["listen", listen]]),
          environment: { DATABASE_URL: "postgres://u@h/d", ...environment },
        },
        "",
        () => {},
      ),
    ).length;

  test("are none for a good token on this machine, by whichever name", () => {
    const env = { INTERNAL_ADMIN_TOKEN: "0123456789abcdef" };
    for (const listen of ["127.0.0.1:1", "127.1.2.3:1", "localhost:1", "[::1]:1"])
      expect(warningsOf(listen, env)).toBe(0);
    for (const listen of ["0.0.0.0:1", "[::]:1", "db.example:1", "127.0.0.1.example:1"])
      expect(warningsOf(listen, env)).toBe(1);
    expect(warningsOf("127.0.0.1:1", { INTERNAL_ADMIN_TOKEN: "0123456789abcde" })).toBe(1);
  });
});

describe("the document", () => {
  test("refers to nothing that is not in it, and says below what it is served", () => {
    const document = makeOpenapi("/internal");
    const text = JSON.stringify(document);
    const { schemas } = document["components"] as { schemas: object };
    const referred = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect(new Set(referred)).toEqual(new Set(Object.keys(schemas)));
    expect(document["servers"]).toEqual([{ url: "/internal" }]);
  });
});
