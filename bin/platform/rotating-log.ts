import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

const limitBytes = 16 * 1024 * 1024;

/** A log file that never takes more than twice 16 MB: when full, it becomes `<file>.old` and begins anew. */
export type RotatingLog = { write(chunk: Buffer): void; close(): void };

/** Opens a rotating log for appending; readable by this user only. */
export function openRotatingLog(file: string): RotatingLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let descriptor = openSync(file, "a", 0o600);
  let isOpen = true;
  let sizeBytes = existsSync(file) ? statSync(file).size : 0;
  const rotate = () => {
    closeSync(descriptor);
    renameSync(file, `${file}.old`);
    descriptor = openSync(file, "a", 0o600);
    sizeBytes = 0;
  };
  return {
    write(chunk) {
      if (!isOpen) return;
      try {
        if (sizeBytes > limitBytes) rotate();
        sizeBytes += writeSync(descriptor, chunk);
      } catch {
        // A full disk must not bring down what still runs: the line is lost, the process says so elsewhere.
      }
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}
