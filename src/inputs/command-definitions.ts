import { choice, type InputDefinition, scalar, text } from "./definition.ts";

/** The inputs that are of one command or two and of no other, in the order people read them. */
export const COMMAND_INPUTS = [
  scalar("apply", "boolean", "false", "Do what was shown: without it `adopt` and `repair` change nothing.", {
    commands: ["adopt", "repair"],
  }),
  choice(
    "resolve",
    ["resume", "skip", "done", "clear"],
    null,
    "With `repair`: go on with the migration `version` where it stopped (`resume`), behind the statement of which it is not known whether it was done (`skip`), or record that it is `done` or, with `clear`, not begun. Shown first; done with `apply`.",
    { commands: ["repair"] },
  ),
  text(
    "accept-checksum",
    null,
    "With `repair`: the version of an applied migration whose file was edited on purpose. The two checksums are shown; with `apply` and `reason` the file's goes on record.",
    { commands: ["repair"] },
  ),
  text(
    "reason",
    null,
    "Why `accept-checksum` or `accept-drift` is right; it goes into the history, with who accepted it.",
    {
      commands: ["repair"],
    },
  ),
  text(
    "name",
    null,
    "With `create`: what the migration does, in a few words; its files are called by them. On the command line they stand behind the command: `create add users email`.",
    { commands: ["create"] },
  ),
  scalar("verify", "boolean", "false", "With `create`: write a file of questions too, `.verify.sql`.", {
    commands: ["create"],
  }),
  text(
    "listen",
    "127.0.0.1:8080",
    "Where `serve` listens: `host:port`, of an IPv6 address `[::1]:8080`; port 0 is any that is free.",
    { commands: ["serve"] },
  ),
  scalar(
    "health-timeout",
    "duration",
    "2s",
    "The longest that an answer about health may take: what is not known by then is not healthy.",
    { commands: ["serve"], min: 1 },
  ),
] satisfies readonly InputDefinition[];
