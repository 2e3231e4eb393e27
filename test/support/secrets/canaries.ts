/** Secrets that occur nowhere else: whatever any program writes of one of them is a leak. */
export interface Canary {
  /** For messages: the secret itself is not said there either. */
  readonly name: string;
  readonly text: string;
}

/**
 * With everything that URLs, shells, SQL, JSON, XML and the runner give a meaning to, two blanks in a row, and letters
 * beyond ASCII; shorter than the 63 bytes of a name.
 */
export const PASSWORD: Canary = {
  name: "password",
  text: `Zk7@w:9/q?Rx#m%4é "Tv'\\Jb  ##[Hn::uLö€Pd`,
};

/** Of the server for rehearsals. */
export const SHADOW_PASSWORD: Canary = { name: "shadow's password", text: "s7Vq&xN=4+b;Ye|Wt$Gf*Lc" };

/** As GitHub's are: letters and digits, so that it can be part of any name. */
export const TOKEN: Canary = { name: "token", text: "ghs_Q8rTmW3kXbZ5nVcL7yPd2JfH" };

/** Of the environment, and overruled by what is given. */
export const PGPASSWORD: Canary = { name: "PGPASSWORD", text: "pgKw-41#Zt_v8Q!mRe" };
export const DB_PASSWORD: Canary = { name: "DB_PASSWORD", text: "dbNx+63=Ys^r5U~hCi" };

const CERTIFICATE_LINES = [
  "MIIDxq8ZTk2Wf0vQmJ7uYbL5RcA1HsGdPnXeKtVzOi3jNwE4Bl6MyUaShrDgIoFp",
  "q9Lx2Kc7Vb4Nm1Za8Sw5Er6Ty3Ui0OpGhJkFdQsXzCvBnMlHgTfRdEsWaQyPuIo0",
];
const KEY_LINES = [
  "MC4CAQAwBQYDK2VwBCIEIJt7Qn4Xv9Lz1Rb6Ws3Ym8Ka5Hd2Gf0Tc7Pe4Ju1Oi9",
  "Vr3Bx8Nz5Lq2Wk7Tj4Mh1Yg6Fd9Sc0Ap3Ue8Io5Rx2Kb7Gv4Cn1Zw6Qm9Ty0HsE",
];

const pem = (kind: string, lines: readonly string[]) =>
  [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join("\n");

/** PEM text of several lines, as it is pasted into `ssl-root-cert`: with a private key that should not be there. */
export const PEM = `${pem("CERTIFICATE", CERTIFICATE_LINES)}\n${pem("PRIVATE KEY", KEY_LINES)}\n`;

/** Each line that holds anything is a secret of its own. */
export const PEM_LINES: readonly Canary[] = [...CERTIFICATE_LINES, ...KEY_LINES].map((text, index) => ({
  name: `line ${index + 1} of the certificate`,
  text,
}));

export const CANARIES: readonly Canary[] = [
  ...[PASSWORD, SHADOW_PASSWORD, TOKEN, PGPASSWORD, DB_PASSWORD],
  ...PEM_LINES,
];
