/**
 * By what a file of each tool whose files hold both ways is known, tried on a whole text or on one comment: looser than
 * the tools read their markers, so that one written wrong is refused and not run. node-pg-migrate's words are people's
 * too: its own is only the one above the way there, alone on its line. Source: each layout's own file.
 */
export const WAY_MARKERS = {
  dbmate: /^[ \t]*--[ \t]*migrate:(?:up|down)(?![\w-])/m,
  goose: /^[ \t]*--[ \t-]*\+goose\b/im,
  "node-pg-migrate": /^[ \t]*--[ \t-]*up[ \t]+migration[ \t]*$/im,
  "sql-migrate": /^[ \t]*--[ \t]*\+migrate\b/im,
  tern: /^[ \t]*----[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*----/im,
} as const;

/** Above node-pg-migrate's way back: what no file without its layout may be run with. Tried on one comment, from its dashes on. */
export const NODE_PG_MIGRATE_DOWN = /^--[ \t-]*down[ \t]+migration[ \t]*$/i;
