require("./post/index.js")
  .post()
  .then((end) => (end === "killed" ? require("./bundle/index.js").actionKilled() : undefined));
