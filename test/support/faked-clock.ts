import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBase } from "./local-servers.ts";

/** Debian's and Ubuntu's places of libfaketime (`apt-get install faketime`); null where it is not installed. */
export const libFaketime: string | null =
  ["x86_64-linux-gnu", "aarch64-linux-gnu"]
    .map((triple) => `/usr/lib/${triple}/faketime/libfaketime.so.1`)
    .find((path) => existsSync(path)) ?? null;

/** A clock that is set by writing an offset such as `-400d` into a file, while programs run under it. */
export interface FakedClock {
  readonly file: string;
  /** For the programs; the clock that only goes forward stays as it is, as on a machine whose time is set. */
  readonly environment: Readonly<Record<string, string>>;
  set(offset: string): void;
}

/** A clock that is right at first. Any account may set it. */
export function fakeClock(library: string): FakedClock {
  const file = join(makeBase(), "offset");
  const set = (offset: string) => writeFileSync(file, `${offset}\n`, { mode: 0o666 });
  set("+0d");
  return {
    file,
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
    set,
  };
}
