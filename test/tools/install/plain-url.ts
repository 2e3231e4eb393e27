/** `url` with sslmode=disable where it says nothing: lib/pq demands TLS unless told otherwise. Never parsed: it may be malformed. */
export function plainUrl(url: string): string {
  if (/[?&]sslmode=/.test(url)) return url;
  return `${url}${url.includes("?") ? "&" : "?"}sslmode=disable`;
}
