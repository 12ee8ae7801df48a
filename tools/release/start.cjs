// Starts the bundled provider, or says that Node.js is too old; written so that an old Node.js can run it.
var process = require("process");

var version = process.versions.node.split(".").map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 12)) {
  process.stderr.write(
    "The provider model-connections requires Node.js 22.12 or later, and the node on PATH is " +
      process.versions.node +
      ".\n",
  );
  process.exit(1);
}
require("./provider.js");
