/**
 * `node scripts/store-parser.ts DIRECTORY`: writes libpg-query's module of WebAssembly, compressed with Brotli, into the
 * bundle at DIRECTORY, and makes the chunk that reads it from beside itself undo that (1.7 MB become 0.3 MB; 5 ms).
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const READS = /fs\.readFileSync\(filename(?:,binary\?undefined:"utf8")?\)/g;
const STORED = "libpg-query.wasm.br";

const [directory = ""] = process.argv.slice(2);
const library = dirname(createRequire(import.meta.url).resolve("libpg-query"));
const wasm = readFileSync(join(library, "libpg-query.wasm"));
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
writeFileSync(join(directory, STORED), brotliCompressSync(wasm, { params }));

const chunks = readdirSync(directory).filter((name) => name.endsWith(".js"));
const holders = chunks.filter((name) =>
  readFileSync(join(directory, name), "utf8").includes("libpg-query.wasm"),
);
const [holder] = holders;
if (holder === undefined || holders.length > 1)
  throw new Error(`The parser is to be in one chunk, and is in ${holders.length}: ${holders.join(", ")}`);
const text = readFileSync(join(directory, holder), "utf8");
if (text.match(READS)?.length !== 2)
  throw new Error(
    `${holder} does not read the parser's module as libpg-query 18.1.5 does: look at how it does.`,
  );
const unpacked = 'require("node:zlib").brotliDecompressSync(fs.readFileSync(filename))';
writeFileSync(
  join(directory, holder),
  text.replaceAll(READS, unpacked).replaceAll("libpg-query.wasm", STORED),
);
