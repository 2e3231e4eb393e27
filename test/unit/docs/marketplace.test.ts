import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");

/** A plain value of action.yml, at the top or, indented, of `branding`. */
const fieldOf = (action: string, key: string): string =>
  new RegExp(`^ {0,2}${key}: (.*)$`, "m").exec(action)?.[1] ?? "";

/** Source: GitHub's "Metadata syntax reference", `branding.color`. */
const COLOURS = ["white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"];
/** Feather's icons without a tile. Source: the same, `branding.icon`; actionlint knows the list of the others. */
const WITHOUT_TILE = [
  ...["coffee", "columns", "divide-circle", "divide-square", "divide", "frown", "hexagon", "key", "meh"],
  ...["mouse-pointer", "smile", "tool", "x-octagon"],
];
const MOST_CHARACTERS = 124;

/** What would keep an action off the Marketplace, or cut its entry off. */
function faultsOf(action: string): string[] {
  const description = fieldOf(action, "description");
  return [
    ...["name", "description", "author", "icon", "color"].filter((key) => fieldOf(action, key) === ""),
    ...(description.length > MOST_CHARACTERS ? ["description is cut off"] : []),
    ...(COLOURS.includes(fieldOf(action, "color")) ? [] : ["no such color"]),
    ...(/^[a-z]+(-[a-z0-9]+)*$/.test(fieldOf(action, "icon")) ? [] : ["no such icon"]),
    ...(WITHOUT_TILE.includes(fieldOf(action, "icon")) ? ["icon has no tile"] : []),
    // Names of its own actions; the Marketplace refuses those of users and categories too, and doubles.
    ...(/^(github|actions?)\b/i.test(fieldOf(action, "name")) ? ["name is GitHub's own"] : []),
  ];
}

describe("action.yml", () => {
  const action = read("action.yml");

  test("is what the Marketplace takes", () => {
    expect(faultsOf(action)).toEqual([]);
  });

  test.each([
    ["description", `description: ${"long ".repeat(25)}`, "description is cut off"],
    ["color", "  color: brown", "no such color"],
    ["icon", "  icon: hexagon", "icon has no tile"],
    ["icon", "  icon: Data Base", "no such icon"],
    ["author", "", "author"],
    ["name", "name: GitHub migrations", "name is GitHub's own"],
  ])("with another %s (%s) it would be found", (key, line, fault) => {
    const other = action.replace(new RegExp(`^ {0,2}${key}: .*$`, "m"), line);
    expect(faultsOf(other)).toContain(fault);
  });
});

test("action, package and image are presented as one thing, by one owner, under one licence", () => {
  const { name, author, license, repository, engines } = JSON.parse(read("package.json"));
  const dockerfile = read("Dockerfile");
  expect(fieldOf(read("action.yml"), "author")).toBe(author);
  expect(repository.url).toBe(`git+https://github.com/${author}/${name}.git`);
  expect(dockerfile).toContain(`image.source="https://github.com/${author}/${name}"`);
  expect(dockerfile).toContain(`image.licenses="${license}"`);
  expect(engines.node).toBe(">=20.12");
});

test("the image has the Node that tests and action run on, by its exact version", () => {
  const { devDependencies } = JSON.parse(read("package.json"));
  expect(read("Dockerfile")).toContain(`\nARG BASE=node:${devDependencies.node}-alpine\n`);
});

test("nothing goes to the builder of the image but what it copies", () => {
  const allowed = read(".dockerignore").match(/^!(.*)$/gm) ?? [];
  const copied = read("Dockerfile")
    .split("\n")
    .flatMap((line) => /^COPY (?!--from)(.*) \S+$/.exec(line)?.[1]?.split(" ") ?? []);
  expect(read(".dockerignore")).toMatch(/^\*$/m);
  expect(allowed.map((line) => line.slice(1)).toSorted()).toEqual(copied.toSorted());
});
