import { type FileName, numberVersion } from "./numbered-name.ts";

const NAME = /^((\d+)(?:[_-](.+?))?)(?:\.(up|down|verify))?\.sql$/is;

/** As people name pairs beside other tools: `V0001.Initial_Schema.up.sql`. */
const DOTTED_PAIR = /^(V?(\d+)\.(\D.*?))\.(up|down|verify)\.sql$/is;

/**
 * The parts of `V_name.sql`, `V-name.sql`, `V_name.up.sql`, `V_name.down.sql`, `V.name.up.sql`, `V.verify.sql`,
 * `V_name.verify.sql`, or of one of these in `up/` or `down/`; null when it is none of them. Source: formats.md, "Files".
 */
export function parsePlainName(path: string): FileName | null {
  const end = path.indexOf("/");
  const folder = path.slice(0, Math.max(end, 0));
  const own = path.slice(end + 1);
  const parts = NAME.exec(own) ?? DOTTED_PAIR.exec(own);
  if (parts === null) return null;
  const [, stem = "", digits = "", name = "", suffix = ""] = parts;
  const role = suffix.toLowerCase() || folder || "up";
  if (role !== "up" && role !== "down" && role !== "verify") return null;
  const isElsewhere = folder !== "" && role !== folder && role !== "verify";
  if (isElsewhere || (name === "" && role !== "verify")) return null;
  return { role, version: numberVersion(digits), name, stem };
}
