import { expect, test } from "vitest";
import { namedIn } from "../../../src/files/words-in.ts";
import { makeFile } from "../../support/plan-values.ts";

const LONG = "a".repeat(62);

test.each([
  ["CREATE TABLE users (id int);", ["users"], ["user", "use", "sers"]],
  ['create table Users (); create table "MyTable" ();', ["users", "MyTable"], ["table_"]],
  ['CREATE TABLE app."we""ird name" ();', ['we"ird name', "app"], ["weird name", "weird"]],
  ["DO $$ BEGIN EXECUTE 'CREATE TABLE made_there ()'; END $$", ["made_there"], ["made"]],
  ["CREATE TABLE größe€😀 (a$b int);", ["größe€😀", "a$b"], ["gr", "a", "größe"]],
  [`CREATE TABLE ${LONG}ész ();`, [LONG], [`${LONG}e`]],
  [`CREATE TABLE ${LONG}esz ();`, [`${LONG}e`], [LONG]],
])("the words of %j have %j and not %j", (text, has, hasNot) => {
  expect(namedIn([makeFile("1_a", text)], [...has, ...hasNot])).toEqual(has);
});
