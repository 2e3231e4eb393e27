import { expect, test } from "vitest";
import { makeChecksum } from "../../../src/files/checksum.ts";

// From `printf 'SELECT 1;\n' | sha256sum`: frozen, ledgers hold such values.
const SELECT_1 = "sha256:b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd";

test("it is the SHA-256 of the text in UTF-8", () => expect(makeChecksum("SELECT 1;\n")).toBe(SELECT_1));

test("CRLF counts as LF", () => expect(makeChecksum("SELECT 1;\r\n")).toBe(SELECT_1));

test("a lone CR counts as itself", () => expect(makeChecksum("SELECT 1;\r")).not.toBe(SELECT_1));

test("all else counts, blanks too", () => expect(makeChecksum("SELECT 1; \n")).not.toBe(SELECT_1));
