/**
 * The same as the shell's supervisor, as a program for `node -e`, for Windows, which has no sh. Its first
 * line of input is a JSON object {directory, initdb, server, password}; `detach` and the end of input mean
 * the same. The server is started by pg_ctl (see serverCommand), so this watches postmaster.pid and not a
 * child.
 */
export const NODE_SUPERVISOR = `
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { join } = require("node:path");
let job = null, child = null, stopping = false, detached = false, input = "";
const say = (text) => { try { fs.writeSync(1, text); } catch {} };
const log = () => fs.openSync(join(job.directory, "log"), "a");
const pidFile = () => join(job.directory, "data", "postmaster.pid");
for (const name of ["SIGINT", "SIGHUP", "SIGBREAK"]) try { process.on(name, () => {}); } catch {}
process.on("SIGTERM", () => finish());
process.stdout.on("error", () => {});
function run([program, ...parameters], then) {
  const out = log();
  child = spawn(program, parameters, { stdio: ["ignore", out, out], cwd: job.directory, windowsHide: true });
  fs.closeSync(out);
  child.on("error", (error) => {
    fs.appendFileSync(join(job.directory, "log"), error.message);
    child = null;
    fail();
  });
  child.on("exit", (code) => { child = null; if (stopping) return; if (code === 0) then(); else fail(); });
}
function fail() {
  if (stopping) return;
  say(fs.readFileSync(join(job.directory, "log"), "utf8").slice(-4000));
  finish();
}
function serverPid() {
  try { return Number(fs.readFileSync(pidFile(), "utf8").split("\\n")[0]); } catch { return 0; }
}
function isAlive(pid) {
  try { process.kill(pid, 0); return true; } catch { return false; }
}
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
function watch() {
  const pid = serverPid();
  const timer = setInterval(() => {
    if (!isAlive(pid)) { clearInterval(timer); fail(); }
  }, 200);
}
function started(tries) {
  if (stopping) return;
  if (serverPid() > 0) return watch();
  if (tries > 200) return fail();
  setTimeout(started, 50, tries + 1);
}
function remove() {
  // What initdb started may still be writing.
  for (let tries = 0; tries < 100 && fs.existsSync(job.directory); tries++) {
    try { fs.rmSync(job.directory, { recursive: true, force: true }); } catch { pause(100); }
  }
}
function finish() {
  if (stopping) return;
  stopping = true;
  const isWindows = process.platform === "win32";
  if (child && isWindows) spawnSync("taskkill", ["/PID", String(child.pid), "/T", "/F"]);
  else if (child) process.kill(0, "SIGTERM");
  if (job) {
    const data = join(job.directory, "data");
    const pid = serverPid();
    const stop = ["stop", "-D", data, "-m", "immediate", "-t", "10"];
    if (pid > 0) spawnSync(job.server[0], stop, { windowsHide: true });
    // pg_ctl waits for postmaster.pid to go, which is a moment before the process goes.
    for (let tries = 0; pid > 0 && tries < 100 && isAlive(pid); tries++) pause(10);
    remove();
  }
  if (!isWindows) process.kill(0, "SIGKILL");
  process.exit(0);
}
function line(text) {
  if (job) { if (text === "detach") { detached = true; say("detached\\n"); } return; }
  job = JSON.parse(text);
  fs.mkdirSync(job.directory, { mode: 0o700 });
  const secret = join(job.directory, "password");
  if (job.password) fs.writeFileSync(secret, job.password + "\\n", { mode: 0o600 });
  run(job.initdb, () => { fs.rmSync(secret, { force: true }); run(job.server, () => started(0)); });
}
process.stdin.on("data", (chunk) => {
  const lines = (input + chunk).split("\\n");
  input = lines.pop();
  lines.forEach(line);
});
process.stdin.on("end", () => { if (!detached) finish(); });
process.stdin.on("error", () => { if (!detached) finish(); });
`;
