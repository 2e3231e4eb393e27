/** Lines `from` to `to` of a file, both 1-based and inclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}
