/** Names of what the main step leaves for the post step. No secret is ever among it. */
export const STATE = {
  /** `true` once main has begun. */
  begun: "begun",
  /** `true` once main has written its report, summary and outputs. */
  told: "told",
  /** JSON of the throwaway server's handle. */
  ephemeral: "ephemeral",
} as const;
