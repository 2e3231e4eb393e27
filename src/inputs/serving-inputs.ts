import type { ListenAddress, ServingInputs } from "./inputs.ts";
import { quoted } from "./quoted.ts";
import type { ValueReader } from "./value-reader.ts";

/** How it is to answer over HTTP; an address that is none goes to `reader`. */
export function parseServing(reader: ValueReader): ServingInputs {
  return { listen: parseListen(reader), healthTimeoutMs: reader.durationMs("health-timeout") };
}

const DEFAULT: ListenAddress = { host: "127.0.0.1", port: 8080 };

function parseListen(reader: ValueReader): ListenAddress {
  const text = reader.text("listen");
  // What a host may be made of; whether there is such a one is found out when it is listened on.
  const form = /^(?:\[([\da-f:.]*:[\da-f:.]*(?:%[\w.-]+)?)\]|([\w.-]+)):(\d{1,5})$/i;
  const [, bracketed, plain, digits = ""] = form.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && Number(digits) < 65_536) return { host, port: Number(digits) };
  const hint = "Write host:port, such as 0.0.0.0:8080 for every address of this machine.";
  reader.report("INPUT_INVALID", `listen: ${quoted(text)} is not an address to listen on.`, hint);
  return DEFAULT;
}
