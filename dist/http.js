const { createHandler, toNodeListener } = require("./bundle/index.js");

// One by one: so Node's reader of CommonJS finds the names for `import { createHandler } from "migrate-action/http"`.
exports.createHandler = createHandler;
exports.toNodeListener = toNodeListener;
