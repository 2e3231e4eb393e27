import { request } from "node:http";
import type { StartedServer } from "./servers.ts";
import { settingsOfUrl } from "./settings-of-url.ts";

/** An image that the engine has. */
export interface ServerImage {
  readonly image: string;
  readonly major: number;
}

/** Long enough for an engine on this machine; without one the connection is refused at once. */
const ANSWER_WITHIN_MS = 1_000;
const PASSWORD = "a p@ss:w/rd?#%";

/**
 * A server in a container of the oldest and of the newest `postgres` image that the engine has; empty when no
 * engine answers or it has none. Nothing is pulled.
 */
export async function startContainers(socketPath = dockerSocket()): Promise<StartedServer[]> {
  const tags = socketPath === null ? [] : await readImageTags(socketPath).catch(() => []);
  const images = parseServerImages(tags);
  const chosen = [...new Set([images[0], images.at(-1)])].filter((image) => image !== undefined);
  if (chosen.length === 0) return [];
  // The reaper is an image of its own, which would be pulled.
  if (!tags.some((tag) => tag.includes("testcontainers/ryuk")))
    process.env["TESTCONTAINERS_RYUK_DISABLED"] = "true";
  return Promise.all(chosen.map(startContainer));
}

/** The images among `tags` whose tag begins with a major that is supported, oldest first, one each. */
export function parseServerImages(tags: readonly string[]): ServerImage[] {
  const images = new Map<number, ServerImage>();
  for (const image of tags) {
    const major = Number(/^(?:.*\/)?postgres:(\d+)/.exec(image)?.[1]);
    if (major >= 14 && !images.has(major)) images.set(major, { image, major });
  }
  return [...images.values()].toSorted((a, b) => a.major - b.major);
}

function dockerSocket(): string | null {
  const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  return host.startsWith("unix://") ? host.slice("unix://".length) : null;
}

async function readImageTags(socketPath: string): Promise<string[]> {
  const body = await new Promise<string>((resolve, reject) => {
    const options = { socketPath, path: "/images/json", timeout: ANSWER_WITHIN_MS };
    const asked = request(options, async (answer) =>
      resolve((await answer.setEncoding("utf8").toArray()).join("")),
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.on("error", reject).end();
  });
  const images = JSON.parse(body) as { RepoTags?: string[] | null }[];
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

async function startContainer({ image, major }: ServerImage): Promise<StartedServer> {
  const { GenericContainer, Wait } = await import("testcontainers");
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: PASSWORD })
    .withCommand(["postgres", "-c", "fsync=off"])
    .withExposedPorts(5432)
    // The image starts the server once to set it up, and then for good.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const address = `${container.getHost()}:${container.getMappedPort(5432)}`;
  const url = `postgresql://postgres:${encodeURIComponent(PASSWORD)}@${address}/postgres`;
  return {
    server: {
      name: `PostgreSQL ${major}`,
      major,
      origin: `container of ${image}`,
      url,
      settings: settingsOfUrl(url),
    },
    stop: async () => {
      await container.stop();
    },
  };
}
