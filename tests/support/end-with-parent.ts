// A test process whose runner is gone (killed) ends too, and with it, over their pipes, whatever it started.
process.once("disconnect", () => process.exit(1));
