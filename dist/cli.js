#!/usr/bin/env node
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// V8's compiled code of the last run, kept where only this account writes: a third of the start is saved.
try {
  module.enableCompileCache?.(
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "migrate-action"),
  );
} catch {
  // Without a home there is no cache.
}
const { cli } = await import("./bundle/index.js");
await cli();
