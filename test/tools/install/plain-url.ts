/** `url` with sslmode=disable where it says nothing: lib/pq demands TLS unless told otherwise. */
export function plainUrl(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has("sslmode")) parsed.searchParams.set("sslmode", "disable");
  return parsed.href;
}
