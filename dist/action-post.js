require("./post/index.js");
