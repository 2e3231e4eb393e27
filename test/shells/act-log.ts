/** A step's output, annotation or result as act's JSON log has it; only the fields that are read here. */
interface LogLine {
  readonly msg: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: "success" | "failure";
  readonly jobID?: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly jobResult?: "success" | "failure";
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
}

export interface Annotation {
  readonly level: string;
  readonly message: string;
  /** Undefined where the annotation has no place. */
  readonly file: string | undefined;
  readonly line: string | undefined;
}

/** What one run of act said and did. */
export interface WorkflowRun {
  readonly exitCode: number | null;
  /** Result of each step whose main part ran, by its name; a step that was skipped is not in it. */
  readonly steps: Readonly<Record<string, string>>;
  /** The same of the parts that run when the job ends. */
  readonly posts: Readonly<Record<string, string>>;
  /** Result of each job that ran, by its id; one of a matrix by its id and values, such as `others acme`. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Outputs of the step with this id. */
  outputs(stepId: string): Readonly<Record<string, string>>;
  /** All job summaries, in order. */
  readonly summary: string;
  /** error, warning and notice, in order. */
  readonly annotations: readonly Annotation[];
  /** What the action asked the runner to mask, in order. */
  readonly masks: readonly string[];
  /** What a person reads in the log, act's own lines included. */
  readonly log: string;
}

/** The run that wrote `stdout`, act's JSON log. */
export function makeWorkflowRun(exitCode: number | null, stdout: string, stderr: string): WorkflowRun {
  const lines = stdout
    .split("\n")
    .flatMap((line): LogLine[] => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const results = (stage: string) =>
    Object.fromEntries(
      lines.flatMap(({ step, stage: of, stepResult }) =>
        of === stage && step !== undefined && stepResult !== undefined ? [[step, stepResult]] : [],
      ),
    );
  return {
    exitCode,
    steps: results("Main"),
    posts: results("Post"),
    jobs: Object.fromEntries(
      lines.flatMap(({ jobID, matrix, jobResult }) =>
        jobID && jobResult ? [[[jobID, ...Object.values(matrix ?? {})].join(" "), jobResult]] : [],
      ),
    ),
    outputs: (stepId) =>
      Object.fromEntries(
        lines.flatMap(({ command, stepID, name, arg }) =>
          command === "set-output" && stepID?.[0] === stepId && name !== undefined ? [[name, arg ?? ""]] : [],
        ),
      ),
    summary: lines
      .flatMap(({ command, content }) => (command === "summary" ? [content ?? ""] : []))
      .join("\n"),
    annotations: lines.flatMap(({ command, arg, kvPairs }) =>
      command === "error" || command === "warning" || command === "notice"
        ? [{ level: command, message: arg ?? "", file: kvPairs?.["file"], line: kvPairs?.["line"] }]
        : [],
    ),
    masks: lines.flatMap(({ command, arg }) => (command === "add-mask" ? [arg ?? ""] : [])),
    log: `${lines.map(({ msg }) => msg).join("\n")}\n${stderr}`,
  };
}
