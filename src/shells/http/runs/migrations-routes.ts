import { type Context, Hono } from "hono";
import { forLog } from "../../../report/foreign-text.ts";
import { redactTexts } from "../../../report/redact-report.ts";
import { renderLive, renderProgress } from "../../../report/render-progress.ts";
import type { Report } from "../../../report/report.ts";
import { answerError } from "../answer-error.ts";
import { guardApi } from "../guard/admin-guard.ts";
import type { Site } from "../site.ts";
import { type EventStream, makeEventStream } from "./event-stream.ts";
import { isJson, MOST_BODY_BYTES, readBody } from "./read-body.ts";
import type { RunListener } from "./run-desk.ts";
import { parseRunRequest, type RunRequest } from "./run-request.ts";
import { statusOfRun } from "./status-of-run.ts";

/** Where the admin API is, below the base path. */
const PATH = "/api/migrations";

/** `GET` and `POST /api/migrations`. */
export function migrationsRoutes(site: Site): Hono {
  const { desk, observer } = site;
  return new Hono()
    .use(PATH, guardApi(site))
    .get(PATH, async (c) => {
      const { report } = await observer.stand();
      return c.json({ ...report, running: desk.underWay(), lastRun: desk.last() }, statusOfRun(report));
    })
    .post(PATH, async (c) => {
      const request = await readRequest(c);
      if (request instanceof Response) return request;
      return /\btext\/event-stream\b/i.test(c.req.header("accept") ?? "")
        ? answerWithEvents(c, site, request)
        : answerAtEnd(c, site, request);
    });
}

/** What is asked for, or the answer that says why that is not understood. */
async function readRequest(c: Context): Promise<RunRequest | Response> {
  if (!isJson(c.req.raw.headers))
    return answerError(c, {
      ...{ status: 415, code: "MEDIA_TYPE_UNSUPPORTED" },
      message: "Send application/json in UTF-8, not packed.",
    });
  const body = await readBody(c.req.raw);
  if (body === "too-large")
    return answerError(c, {
      ...{ status: 413, code: "BODY_TOO_LARGE" },
      message: `The body may have ${MOST_BODY_BYTES} bytes.`,
    });
  const parsed = body === "broken" ? NO_JSON : parseText(body.text);
  if (!("problem" in parsed)) return parsed;
  return answerError(c, { status: 400, code: "BODY_INVALID", message: parsed.problem });
}

const NO_JSON = { problem: "The body is not JSON in UTF-8." };

function parseText(text: string): ReturnType<typeof parseRunRequest> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return NO_JSON;
  }
  return parseRunRequest(body);
}

const DEAF: RunListener = { onProgress: () => {}, onPlanned: () => {} };

async function answerAtEnd(c: Context, site: Site, request: RunRequest): Promise<Response> {
  const run = begin(c, site, request, DEAF);
  if (run instanceof Response) return run;
  const report = await run;
  return c.json(report, statusOfRun(report));
}

/** Events `progress`, `plan` and at the end `report`; what became of the run is in that, as the status is sent before. */
function answerWithEvents(c: Context, site: Site, request: RunRequest): Response {
  const events = makeEventStream();
  const run = begin(c, site, request, makeTeller(events, site.setup.redact));
  if (run instanceof Response) {
    events.end();
    return run;
  }
  const tellEnd = (report: Report) => events.send("report", report, "kept");
  const tellFault = (error: unknown) => {
    site.tellFault(error);
    events.send("error", { error: { code: "FAULT", message: "A fault of this program." } }, "kept");
  };
  void run.then(tellEnd, tellFault).finally(() => events.end());
  return c.body(events.body, 200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    // nginx keeps answers together otherwise. Source: nginx, "X-Accel".
    "x-accel-buffering": "no",
  });
}

function begin(c: Context, { desk, closed }: Site, request: RunRequest, listener: RunListener) {
  if (closed.aborted)
    return answerError(c, {
      status: 503,
      code: "CLOSING",
      message: "The server is ending; nothing was begun.",
    });
  const run = desk.begin(request, listener);
  if (run !== null) return run;
  return answerError(c, {
    ...{ status: 409, code: "RUN_UNDER_WAY", message: "Another run is under way; nothing was begun." },
    details: { startedAt: desk.underWay()?.startedAt ?? null, by: desk.underWay()?.by ?? null },
  });
}

function makeTeller(events: EventStream, redact: (text: string) => string): RunListener {
  return {
    onProgress: (progress) => {
      // Before it is made harmless: what that changes in a secret would hide it from redaction.
      const shown = redactTexts(progress, redact);
      const line = renderProgress(shown) ?? renderLive(shown);
      if (line !== null)
        events.send("progress", { kind: progress.kind, line: forLog(redact(line)).trim() }, "passing");
    },
    onPlanned: (report) => events.send("plan", report, "kept"),
  };
}
