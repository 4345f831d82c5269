// Answers solc standard-JSON requests, one line in and one line out, in one warm process.
// Usage: node solc_worker.cjs <path of the npm package "solc">
// Nothing calls process.exit: it would cut off a large answer. The process ends when its input does.
"use strict";
const fs = require("fs");
const readline = require("readline");
const solc = require(process.argv[2]);

function writeAll(text) {
  const bytes = Buffer.from(text, "utf8");
  let sent = 0;
  while (sent < bytes.length) {
    try {
      sent += fs.writeSync(1, bytes, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error; // the reader is slower than we are: try again
    }
  }
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
  writeAll(JSON.stringify(JSON.parse(solc.compile(line))) + "\n");
});
