import { renderFault } from "./render-fault.ts";

/** Until the shell has told all itself. */
export interface FaultWatch {
  readonly stopListening: () => void;
}

/** The exit code of INTERNAL. */
const FAULT = 70;

/**
 * Says what nobody has caught, an unhandled rejection among it, and ends with 70. Node's own words would be on standard
 * error as they are: with all fields of the error, and the secrets and workflow commands that may be in them.
 */
export function tellOfFaults(shell: "action" | "command-line", redact: (text: string) => string): FaultWatch {
  const onFault = (error: unknown) => {
    const text = renderFault(error, redact);
    process.stderr.write(`${text}\n`);
    if (shell === "action") {
      const [first = ""] = text.split("\n");
      process.stdout.write(`::error title=INTERNAL::${first.replaceAll("%", "%25")}\n`);
    }
    process.exit(FAULT);
  };
  process.on("uncaughtException", onFault);
  return { stopListening: () => void process.off("uncaughtException", onFault) };
}
