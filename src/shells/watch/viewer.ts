import { renderMoment } from "../../report/render-moment.ts";
import type { Report } from "../../report/report.ts";

/** Who is shown what there is, again and again. */
export interface Viewer {
  readonly show: (report: Report) => void;
  /** After the last one. */
  readonly end: () => void;
}

/** For scripts: a document a line, whenever something has changed. */
export function makeJsonLines(write: (text: string) => void): Viewer {
  return { show: whenChanged((report) => write(`${JSON.stringify(report)}\n`)), end: () => {} };
}

/** For logs and pipes: a block below the moment it was looked at, whenever something has changed. */
export function makeBlocks(write: (text: string) => void, render: (report: Report) => string): Viewer {
  let between = "";
  const show = (report: Report) => {
    write(`${between}${renderMoment(report.startedAt)}\n${render(report)}`);
    between = "\n";
  };
  return { show: whenChanged(show), end: () => {} };
}

/** `viewer` that is shown only what went wrong. */
export function makeQuiet(viewer: Viewer): Viewer {
  return { ...viewer, show: (report) => (report.failure === null ? undefined : viewer.show(report)) };
}

/** `show`, but not of what it was shown last, whenever that was looked at, and for how long. */
export function whenChanged(show: (report: Report) => void): (report: Report) => void {
  let last = "";
  return (report) => {
    const now = JSON.stringify({ ...report, startedAt: "", durationMs: 0 });
    if (now === last) return;
    last = now;
    show(report);
  };
}
