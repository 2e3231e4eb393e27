import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A comment as this server keeps it. */
export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: "Bot" | "User" };
}

/** How the server answers a request, where it is not as it should; `times`: so often, and then as it should. */
export interface Trouble {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  readonly times?: number;
  /** Of these only: `POST`; all when not given. */
  readonly method?: string;
}

/** A server that speaks those calls of GitHub's REST API that comments need. Source: GitHub docs, "Issue comments". */
export interface GithubServer {
  readonly url: string;
  /** Of the pull request 7 of o/r, oldest first. */
  readonly comments: StoredComment[];
  /** `GET /repos/o/r/issues/7/comments?per_page=100&page=2`, in the order they came. */
  readonly requests: string[];
  /** Of the last request. */
  authorization: string | undefined;
  trouble: Trouble;
}

/** The token's user: null, as that of a workflow, has none to ask for. */
export interface GithubServerOptions {
  readonly user?: string | null;
}

/** Starts one that ends with the test. */
export async function startGithubServer({ user = null }: GithubServerOptions = {}): Promise<GithubServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
  const github: GithubServer = { url, comments: [], requests: [], authorization: undefined, trouble: {} };
  let troubles = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    github.requests.push(`${request.method} ${request.url?.replace("/api/v3", "")}`);
    github.authorization = request.headers.authorization;
    const { status, headers = {}, delayMs = 0, times = Number.POSITIVE_INFINITY, method } = github.trouble;
    const isTroubled = (method === undefined || method === request.method) && troubles < times;
    if (isTroubled) troubles += 1;
    if (isTroubled && delayMs > 0) await delay(delayMs);
    if (isTroubled && status !== undefined)
      send(response, status, { message: "No, ::error::said." }, headers);
    else reply(request, response, body);
  }

  function reply(
    { method, url: path = "" }: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): ServerResponse {
    const { pathname, searchParams } = new URL(path, url);
    const own = pathname.replace("/api/v3", "");
    if (method === "GET" && own === "/user")
      return user === null
        ? send(response, 403, { message: "Resource not accessible by integration" })
        : send(response, 200, { login: user });
    if (own === "/repos/o/r/issues/7/comments" && method === "GET") {
      const [size, page] = [
        Number(searchParams.get("per_page") ?? 30),
        Number(searchParams.get("page") ?? 1),
      ];
      const hasMore = github.comments.length > size * page;
      const next = `<${url}${own}?per_page=${size}&page=${page + 1}>; rel="next"`;
      const shown = github.comments.slice(size * (page - 1), size * page).map(asJson);
      return send(response, 200, shown, hasMore ? { link: next } : {});
    }
    const said = (body === "" ? {} : JSON.parse(body)) as { readonly body?: string };
    if ((said.body ?? "").length > 65_536) return send(response, 422, { message: "body is too long" });
    if (own === "/repos/o/r/issues/7/comments" && method === "POST") {
      const id = 1_000 + github.comments.length;
      const login = user ?? "github-actions[bot]";
      const made: StoredComment = {
        id,
        body: said.body ?? "",
        user: { login, type: user === null ? "Bot" : "User" },
      };
      github.comments.push(made);
      return send(response, 201, asJson(made));
    }
    const known = github.comments.find(({ id }) => own === `/repos/o/r/issues/comments/${id}`);
    if (known === undefined || method !== "PATCH") return send(response, 404, { message: "Not Found" });
    known.body = said.body ?? "";
    return send(response, 200, asJson(known));
  }

  return github;
}

const asJson = (comment: StoredComment) => ({
  ...comment,
  html_url: `https://github.com/o/r/pull/7#issuecomment-${comment.id}`,
});

function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ServerResponse {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  return response.end(JSON.stringify(value));
}

/** A comment of somebody else's. */
export const otherComment = (id: number, body = "Nice.", login = "someone"): StoredComment => ({
  id,
  body,
  user: { login, type: "User" },
});
