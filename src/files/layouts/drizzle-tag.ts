import type { Version } from "../migration-file.ts";

/** The version of the tag `0003_tough_moon`, or of a folder of that name: ordered by its number, then by its characters. */
export function tagVersion(tag: string): Version {
  const [digits] = /^\d+/.exec(tag) ?? [];
  return { text: tag, key: tag, order: digits === undefined ? [tag] : [BigInt(digits), tag] };
}

/** `tough_moon` of `0003_tough_moon`; all of a tag without a number. */
export const tagName = (tag: string): string => tag.replace(/^\d+_(?=.)/, "");
