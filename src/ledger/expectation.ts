/** Something of the schema that the applied migrations have made, kept when they were applied. Names as they are, unquoted. */
export interface ExpectedObject {
  readonly kind: "table" | "view" | "column" | "index";
  readonly schema: string;
  /** Of a column the table that it is of. */
  readonly relation: string;
  /** Null for all but columns. */
  readonly column: string | null;
}
