import { marked } from "marked";
import { type DefaultTreeAdapterMap, parseFragment } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** Elements inside of a line that foreign text is wrapped into, as often as it needs it. */
const WRAPPING = new Set(["code", "span", "br"]);

/**
 * The structure of `markdown` as GitHub shows it, an element a line and its children indented: blocks, tables with every
 * cell, folds, links with where they lead, images, emphasis, HTML comments. Not the texts, code spans and line ends.
 */
export function outlineOf(markdown: string): readonly string[] {
  const html = marked.parse(markdown, { async: false, gfm: true });
  return outline(parseFragment(html), "");
}

/** Every element and comment of `markdown`, code spans too, each name once, sorted. */
export function elementsOf(markdown: string): readonly string[] {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const names = new Set<string>();
  const walk = (node: Node): void => {
    if (node.nodeName !== "#text") names.add(node.nodeName);
    for (const child of "childNodes" in node ? node.childNodes : []) walk(child);
  };
  for (const child of parseFragment(html).childNodes) walk(child);
  return [...names].sort();
}

function outline(node: Node, indent: string): readonly string[] {
  const children = "childNodes" in node ? node.childNodes : [];
  if (node.nodeName === "#text") return [];
  if (node.nodeName === "#comment") return [`${indent}<!--${"data" in node ? node.data : ""}-->`];
  if (node.nodeName.startsWith("#")) return children.flatMap((child) => outline(child, indent));
  if (WRAPPING.has(node.nodeName)) return children.flatMap((child) => outline(child, indent));
  // Where in a page a link leads to is no other page.
  const shown = (value: string) => value.replace(/#.*$/s, "#");
  const attributes = "attrs" in node ? node.attrs.map(({ name, value }) => ` ${name}=${shown(value)}`) : [];
  return [
    `${indent}${node.nodeName}${attributes.join("")}`,
    ...children.flatMap((child) => outline(child, `${indent}  `)),
  ];
}
