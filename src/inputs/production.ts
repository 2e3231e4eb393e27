/** True for `production` and `prod`, in any case, blanks around them aside: the names that arm the confirmation. */
export function isProductionName(environment: string): boolean {
  return /^prod(uction)?$/i.test(environment.trim());
}

/**
 * True when the host or the database has `prod`, `prd` or `production` as a word of its name, digits at its end
 * allowed: `db.prod-2.example.com`, `app_prod2`; not `product`, `myprod`. Words end at whatever is no letter or digit.
 */
export function looksLikeProduction(host: string, database: string): boolean {
  const words = `${host}/${database}`.split(/[^\p{L}\p{N}]+/u);
  return words.some((word) => /^(prod|prd|production)\d*$/i.test(word));
}
