#!/usr/bin/env node
// The npm compiler behind the command line of the native one, as far as build tools ask: --version, --standard-json.
// Nothing calls process.exit: it would cut off a large answer.
"use strict";
const fs = require("fs");
const solc = require("solc");

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

if (process.argv.includes("--version")) {
  writeAll(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else if (process.argv.includes("--standard-json")) {
  writeAll(solc.compile(fs.readFileSync(0, "utf8")));
} else {
  process.stderr.write("only --version and --standard-json are understood\n");
  process.exitCode = 1;
}
