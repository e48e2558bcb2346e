#!/usr/bin/env node
// The command line under whatever Node the machine has: `genga render …` runs as `bootstrap.mjs genga render …`.
process.argv.splice(2, 0, "genga");
await import("./bootstrap.mjs");
