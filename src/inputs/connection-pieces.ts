/** libpq's own names of the parameters that a connection is made of here. */
export const PIECE_NAMES = [
  "host",
  "port",
  "dbname",
  "user",
  "password",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "options",
  "channel_binding",
  "connect_timeout",
] as const;

export type PieceName = (typeof PIECE_NAMES)[number];

/** One part of a connection, unchecked. */
export interface Piece {
  /** Never empty. */
  readonly value: string;
  /** Where it was found, as the user knows it: `DB_PORT`, `port`, `port in DATABASE_URL`. */
  readonly label: string;
  /** True: part of a URL, whose text no message may repeat. */
  readonly isFromUrl: boolean;
}

export type Pieces = { readonly [Name in PieceName]?: Piece };
