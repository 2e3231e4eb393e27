import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Chromium as distributions and hosted runners call it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium: CHROMIUM_PATH's where it is set, else that on PATH or in /usr/bin; null where there is none. */
export function findChromium(): string | null {
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  const paths = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  return [process.env["CHROMIUM_PATH"] ?? "", ...paths].find(isExecutable) ?? null;
}

/** A Chromium of its own, which asks nothing of the network by itself; its profile is gone when it is closed. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const quiet = [
    ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    ...["--disable-component-update", "--disable-sync"],
  ];
  return chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", ...quiet] });
}

function isExecutable(path: string): boolean {
  if (path === "") return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
