import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import type * as declared from "../../scripts/http.d.ts";
import type { MigrateErrors } from "../../src/errors.ts";
import type * as real from "../../src/shells/entry.ts";
import type { Handler, HandlerOptions } from "../../src/shells/http/create-handler.ts";
import { builtProgram, ROOT } from "../support/built.ts";
import { installPacked, packPackage } from "../support/packed.ts";
import { makeDirectory, writeFiles } from "../support/temporary.ts";
import { runProgram } from "./install/run-program.ts";

/** What the package declares, by name; the values are there at run time. */
const NAMES = ["createHandler", "toNodeListener"] as const;

describe("the declared types", () => {
  test("are those of the sources, both ways (checked by `npm run lint -- types`)", () => {
    expectTypeOf<keyof typeof declared>().toEqualTypeOf<(typeof NAMES)[number]>();
    expectTypeOf<declared.HandlerOptions>().toEqualTypeOf<HandlerOptions>();
    expectTypeOf<declared.Handler>().toEqualTypeOf<Handler>();
    expectTypeOf<typeof declared.createHandler>().toEqualTypeOf<typeof real.createHandler>();
    expectTypeOf<typeof declared.toNodeListener>().toEqualTypeOf<typeof real.toNodeListener>();
    expectTypeOf<MigrateErrors>().toExtend<declared.InputErrors>();
  });

  test("name what dist/http.js exports, and no more", () => {
    const exported = createRequire(import.meta.url)(join(dirname(builtProgram("cli.js")), "http.js"));
    expect(Object.keys(exported).toSorted()).toEqual(NAMES);
  });
});

/** As a user writes it; the lines that must not compile show that nothing is `any`. */
const CODE = `
  import { createServer } from "node:http";
  import { createHandler, toNodeListener, type Handler, type HandlerOptions, type InputErrors } from "migrate-action/http";
  import type { Handler as Same } from "migrate-action";
  const options: HandlerOptions = { inputs: { "migrations-path": "db" }, environment: process.env, basePath: "/internal" };
  const handler: Handler & Same = createHandler(options);
  export const GET = (request: Request): Promise<Response> => handler(request);
  createServer(toNodeListener(handler));
  export const end = (): Promise<void> => handler.close();
  export const codes = (error: InputErrors): string[] => error.all.map(({ code, details }) => code + (details.hint ?? ""));
  // @ts-expect-error A value is written as on the command line.
  createHandler({ inputs: { port: 5432 } });
  // @ts-expect-error It is a promise.
  export const answer: Response = handler(new Request("http://localhost/"));
`;

const RESOLUTIONS = [
  ["node16, ESM", "consumer.mts", { module: "node16", moduleResolution: "node16" }],
  ["node16, CommonJS", "consumer.cts", { module: "node16", moduleResolution: "node16" }],
  ["nodenext, ESM", "consumer.mts", { module: "nodenext", moduleResolution: "nodenext" }],
  ["bundler", "consumer.ts", { module: "esnext", moduleResolution: "bundler" }],
] as const;

test.each(RESOLUTIONS)(
  "a project of TypeScript sees the types: %s, strict, without DOM, libraries checked too",
  async (_, file, settings) => {
    const directory = makeDirectory();
    const node = dirname(process.execPath);
    const project = await installPacked(await packPackage(directory), directory, node);
    mkdirSync(join(project.directory, "node_modules/@types"));
    for (const name of ["@types/node", "undici-types"])
      symlinkSync(join(ROOT, "node_modules", name), join(project.directory, "node_modules", name));
    const compilerOptions = {
      ...settings,
      ...{ target: "es2023", lib: ["es2023"], types: ["node"], strict: true, noEmit: true },
      ...{ exactOptionalPropertyTypes: true, skipLibCheck: false, preserveSymlinks: true },
    };
    writeFiles(project.directory, {
      [file]: CODE,
      "tsconfig.json": JSON.stringify({ compilerOptions, files: [file] }),
    });
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const said = await runProgram(process.execPath, [compiler], { cwd: project.directory });
    expect(said).toBe("");
  },
  120_000,
);
