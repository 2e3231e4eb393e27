import { escapeHtml, renderScreen } from "./terminal-screen.ts";

/** A command and all that it wrote to its terminal. */
export interface Typed {
  readonly command: string;
  readonly written: string;
  readonly exitCode: number | null;
}

/** A window of a terminal in which `session` was typed, for `drawPage`. */
export function renderTerminalPage(session: readonly Typed[]): string {
  const parts = session.map(
    ({ command, written }) =>
      `<span class="prompt">$</span> <span class="strong">${escapeHtml(command)}</span>\n${renderScreen(written)}\n`,
  );
  return `<!doctype html><html><head><meta charset="utf-8"><style>
body { margin: 0; padding: 16px; background: #fff; }
main { border-radius: 10px; background: #0d1117; color: #d1d7e0; overflow: hidden; }
header { background: #1c2129; padding: 10px 14px; }
header i { display: inline-block; width: 12px; height: 12px; border-radius: 6px; margin-right: 7px; }
pre { margin: 0; padding: 16px 20px 22px; font: 14px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.prompt, .cyan { color: #76e3ea; } .strong { color: #fff; font-weight: bold; } .faint { color: #8b949e; }
.green { color: #3fb950; } .red { color: #ff7b72; } .yellow { color: #e3b341; } .blue { color: #79c0ff; }
</style></head><body><main>
<header><i style="background:#ff5f57"></i><i style="background:#febc2e"></i><i style="background:#28c840"></i></header>
<pre>${parts.join("\n")}</pre></main>
<script>document.body.dataset.height = Math.ceil(document.body.getBoundingClientRect().bottom);</script></body></html>`;
}
