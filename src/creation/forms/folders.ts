import { adviseUp, DOWN_ADVICE } from "../advice.ts";
import { SECONDS } from "../clocks.ts";
import type { Form, NewFile } from "../creation.ts";
import { namesTaken, nextMoment, numbersTaken } from "../next-version.ts";

/**
 * Diesel's folder: `2026-01-31-120000_name/up.sql` and `down.sql`, or `20260131120000_name` where the newest is called
 * so. Its own first one, of zeros alone, is no version that anybody counts on.
 */
export const dieselForm: Form = {
  version: (standing, wish) => {
    const versions = namesTaken(standing, wish).flatMap((name) => /^\d[^_/]*/.exec(name)?.[0] ?? []);
    const wholes = versions.map((version) => ({ version, digits: version.replaceAll("-", "") }));
    const newest = wholes
      .filter(isReal)
      .sort((a, b) => (a.digits < b.digits ? -1 : 1))
      .at(-1);
    const dashed = /^\d{4}-\d\d-\d\d-\d{6}(-\d+)?$/.exec(newest?.version ?? "2026-01-31-120000");
    const [, fraction = ""] = dashed ?? [];
    const digits = (newest?.digits ?? "").slice(0, dashed === null ? undefined : 14);
    const next = nextMoment(digits === "" ? [] : [digits], wish.at, SECONDS);
    if (dashed === null) return next;
    const [, day, time] = /^(\d{8})(\d{6})$/.exec(next) ?? [];
    if (day === undefined) return next;
    const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    return `${date}-${time}${fraction.replace(/\d/g, "0")}`;
  },
  files: (_, version, name) => {
    const folder = `${version}_${name}`;
    const outside = '"run_in_transaction = false" in a metadata.toml beside it';
    return [
      { name: `${folder}/up.sql`, text: `${adviseUp(outside)}\n`, holds: ["up"] },
      { name: `${folder}/down.sql`, text: `${DOWN_ADVICE}\n`, holds: ["down"] },
    ];
  },
};

/** Prisma's folder: `20260131120000_name/migration.sql`. Its baseline `0_init` is no version that anybody counts on. */
export const prismaForm: Form = {
  version: (standing, wish) => {
    const numbers = numbersTaken(standing, wish).filter((digits) => isReal({ digits }));
    return nextMoment(numbers, wish.at, SECONDS);
  },
  files: (_, version, name) => {
    const file: NewFile = {
      name: `${version}_${name}/migration.sql`,
      text: `${adviseUp("")}\n`,
      holds: ["up"],
    };
    return [file];
  },
};

const isReal = ({ digits }: { readonly digits: string }): boolean => /[1-9]/.test(digits);
