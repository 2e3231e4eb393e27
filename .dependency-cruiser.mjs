/** The one-way flow: a stage imports itself and earlier stages only. */
const STAGES = [
  "inputs",
  "files",
  "creation",
  "git",
  "database",
  "ledger",
  "adoption",
  "plan",
  "recovery",
  "syntax",
  "hazards",
  "blast-radius",
  "preflight",
  "execution",
  "verification",
  "rehearsal",
  "environment",
  "gate",
  "apply",
  "report",
  "github",
  "shells",
];

const oneWay = STAGES.slice(0, -1).map((stage, index) => ({
  name: `one-way-${stage}`,
  comment: `${stage} must not know the stages after it.`,
  severity: "error",
  from: { path: `^src/${stage}/` },
  to: { path: `^src/(${STAGES.slice(index + 1).join("|")})/|^src/pipeline(/|\\.ts$)` },
}));

export default {
  forbidden: [
    ...oneWay,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "base-knows-nothing",
      comment: "Amounts, errors, progress and the tool's name are below all stages.",
      severity: "error",
      from: { path: "^src/(amounts|errors|progress|tool)\\.ts$" },
      to: { path: "^src/" },
    },
    {
      name: "pipeline-knows-no-shell",
      severity: "error",
      from: { path: "^src/pipeline(/|\\.ts$)" },
      to: { path: "^src/shells/" },
    },
    {
      name: "pg-only-in-database",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/database/" },
      to: { path: "node_modules/pg/" },
    },
    {
      name: "runner-only-in-shells",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(shells|github)/" },
      to: { path: "node_modules/@actions/" },
    },
    {
      name: "world-only-at-the-edges",
      comment:
        "Disk, processes and the network: the disk readers, the backup command, database/, git/, github/ and shells only (net.isIPv6 is pure).",
      severity: "error",
      from: {
        path: "^src/",
        pathNot:
          "^src/(database|git|github|shells)/|^src/files/(make-directories|read-directory|read-large-file)\\.ts$|^src/creation/write-files\\.ts$|^src/environment/run-backup-command\\.ts$|^src/inputs/connection-settings\\.ts$",
      },
      to: { path: "^(node:)?(fs|fs/promises|child_process|net|http|https|tls)$", dependencyTypes: ["core"] },
    },
    {
      name: "parser-only-in-syntax",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/syntax/" },
      to: { path: "node_modules/libpg-query/" },
    },
    {
      name: "http-only-in-its-shell",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/shells/http/" },
      to: { path: "node_modules/(hono|@hono|prom-client)/" },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
