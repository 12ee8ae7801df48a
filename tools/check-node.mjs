// Stops a script of this repository early, and in words, when the Node that runs it is too old; written for that old Node.
import process from "node:process";

// Jest's ES modules need 24.9. Users of the package need only what package.json's "engines" says.
const needed = [24, 9];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `The scripts of this repository need Node ${needed.join(".")} or newer and this is ${process.versions.node}: ` +
      "run `npm ci` without --ignore-scripts (or `npm rebuild node`), which puts the right Node into node_modules, " +
      "and start the script through npm.\n",
  );
  process.exit(1);
}
