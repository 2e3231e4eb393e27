import type { WriteStream } from "node:tty";
import type { Report } from "../../report/report.ts";
import { widthOf } from "../terminal.ts";
import { makeFrame, type Shown } from "./make-frame.ts";
import type { Viewer } from "./viewer.ts";

/** A second screen without a cursor, and back. Source: xterm's "Control Sequences", DECSET 1049 and 25. */
const ENTER = "\u001b[?1049h\u001b[?25l";
const LEAVE = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const REST_OF_LINE = "\u001b[K";
const REST_OF_SCREEN = "\u001b[J";

/**
 * A terminal on which each look is drawn over the last one, in one write, so that nothing flickers; on a screen of its own,
 * so that nothing is left of it. At the end the last look is printed where the person was before. `render` gives
 * harmless text; null width: as wide as it comes.
 */
export function makeScreen(
  stream: WriteStream,
  render: (report: Report, widthColumns: number | null) => string,
): Viewer {
  let shown: Shown = { good: null, failed: null };
  let isEntered = false;
  const leave = () => {
    if (!isEntered) return;
    isEntered = false;
    stream.write(LEAVE);
  };
  const draw = () => {
    const size = { columns: stream.columns || 80, rows: stream.rows || 24 };
    const lines = makeFrame(shown, size, render);
    const frame = lines.map((line) => `${line}${REST_OF_LINE}`).join("\n");
    stream.write(`${isEntered ? "" : ENTER}${HOME}${frame}${REST_OF_SCREEN}`);
    isEntered = true;
  };
  const end = () => {
    stream.off("resize", draw);
    process.off("exit", leave);
    leave();
    const { good, failed } = shown;
    const columns = widthOf(stream);
    for (const report of [good, failed]) if (report !== null) stream.write(render(report, columns));
  };
  stream.on("resize", draw);
  // Whatever ends the process, a fault of ours too: the person gets their own screen back.
  process.on("exit", leave);
  return {
    show: (report) => {
      shown = report.failure === null ? { good: report, failed: null } : { ...shown, failed: report };
      draw();
    },
    end,
  };
}
