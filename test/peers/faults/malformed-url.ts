import { makeFault } from "../fault.ts";
import { makeMarking } from "../migration.ts";
import { OK, type Verdict } from "../verdict.ts";

/** What is seen of a run that was given a malformed URL. */
export interface MalformedUrl {
  readonly code: number | null;
  readonly isStuck: boolean;
  /** True when the password, or one of its halves, is in what it wrote. */
  readonly printsPassword: boolean;
}

/** Nothing else has these words: a half of the password is found wherever a parser has cut it. */
const [HALF, OTHER_HALF] = ["Zebra7Kranich", "Quitte9Falke"];

/** URLs that are none, by what is wrong with them. Nobody listens on port 1. */
const URLS: Readonly<Record<string, string>> = {
  "port no number": `postgresql://app:${HALF}${OTHER_HALF}@127.0.0.1:54x2/app`,
  "% in the password": `postgresql://app:${HALF}%zz${OTHER_HALF}@127.0.0.1:1/app`,
  "/ in the password": `postgresql://app:${HALF}/${OTHER_HALF}@127.0.0.1:1/app`,
  "# in the password": `postgresql://app:${HALF}#${OTHER_HALF}@127.0.0.1:1/app`,
  "bracket not closed": `postgresql://app:${HALF}${OTHER_HALF}@[::1:1/app`,
};

export const malformedUrl = makeFault<MalformedUrl>({
  id: "url",
  title: "Malformed URL",
  method:
    `Five URLs that are none (${Object.keys(URLS).join(", ")}). ` +
    "Neither the password nor a half of it is to be in what the tool writes.",
  tries: Object.keys(URLS),
  alone: (stage) => {
    stage.write(makeMarking(1, 1));
    return stage.run();
  },
  observe: async (stage, variant) => {
    stage.write(makeMarking(1, 1));
    const { code, isStuck, output } = await stage.run(URLS[variant]);
    return { code, isStuck, printsPassword: [HALF, OTHER_HALF].some((half) => output.includes(half)) };
  },
  judge: judgeMalformedUrl,
});

/** Pure. A run that ends well was given no malformed URL: that is our mistake, and no verdict. */
export function judgeMalformedUrl({ code, printsPassword }: MalformedUrl): Verdict {
  if (code === 0) throw new Error("A run with a malformed URL has ended well.");
  return printsPassword ? { isOk: false, words: "prints the password" } : OK;
}
