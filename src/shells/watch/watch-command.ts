import type { Inputs } from "../../inputs/inputs.ts";
import { renderText } from "../../report/render-text.ts";
import type { Report } from "../../report/report.ts";
import type { Paint } from "../../report/text/paint.ts";
import { makeShownReport } from "../make-shown-report.ts";
import { type ScreenKind, type Verbosity, widthOf } from "../terminal.ts";
import { worldOfLooker } from "../world-of-looker.ts";
import { writeReport } from "../write-report.ts";
import { makeLooker } from "./look-again.ts";
import { makeScreen } from "./screen.ts";
import { makeBlocks, makeJsonLines, makeQuiet, type Viewer, whenChanged } from "./viewer.ts";
import { type Watching, watch } from "./watch.ts";

/** What the command line gives to a watch. */
export interface WatchRequest extends Pick<Watching, "stopped" | "until"> {
  readonly inputs: Inputs;
  readonly output: "people" | "json";
  readonly verbosity: Verbosity;
  readonly paint: Paint;
  readonly screen: ScreenKind;
  readonly redact: (text: string) => string;
  /** The exit code that the command line gives to a report. */
  readonly judge: (report: Report) => Report;
}

/** `status` or `history`, shown again and again; see `watch`. */
export async function watchCommand(request: WatchRequest): Promise<number> {
  const { inputs, stopped, until, redact, judge } = request;
  const looker = makeLooker(inputs, worldOfLooker(inputs, redact, stopped));
  const viewer = withReport(makeViewer(request), inputs.reportPath);
  const look = async () => judge(makeShownReport(await looker.look(), redact));
  try {
    return await watch({ look, viewer, stopped, until });
  } finally {
    looker.leave();
    viewer.end();
  }
}

function makeViewer({ output, verbosity, paint, screen, redact }: WatchRequest): Viewer {
  if (output === "json") return makeJsonLines((text) => process.stdout.write(text));
  const { stderr } = process;
  const render = (report: Report, widthColumns: number | null) =>
    redact(renderText(report, paint, widthColumns));
  if (screen === "redraw" && verbosity !== "quiet") return makeScreen(stderr, render);
  const widthColumns = widthOf(stderr);
  const blocks = makeBlocks(
    (text) => stderr.write(text),
    (report) => render(report, widthColumns),
  );
  return verbosity === "quiet" ? makeQuiet(blocks) : blocks;
}

/** The newest report is on the disk too, where a path for it is given. */
function withReport(viewer: Viewer, path: string | null): Viewer {
  if (path === null) return viewer;
  const write = whenChanged((report) => void writeReport(path, report));
  return {
    ...viewer,
    show: (report) => {
      write(report);
      viewer.show(report);
    },
  };
}
