// Stops a script of this repository when Node.js is too old; written so that an old Node.js can run it.
import process from "node:process";

// Jest's ES modules need 24.9. Users of the package need only what "engines" in package.json requires.
const needed = [24, 9];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `The scripts of this repository require Node.js ${needed.join(".")} or later, and this is ${process.versions.node}: ` +
      "run `npm ci` without --ignore-scripts (or `npm rebuild node`), which installs the right Node.js into node_modules, " +
      "and start the script with npm.\n",
  );
  process.exit(1);
}
