import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Stands in for a Python where what matters is what Genga does with one: installing the real one takes half a minute. */
export type FakePython = {
  path: string;
  /** From now on pip stops half-way, and ends only with whoever started it. */
  holdPip(): void;
  releasePip(): void;
};

// Called as `-I -c question`, as `-I -X utf8 -u -c watcher module args…`, or as `-I -X utf8 -u -m genga_selfhost …`.
const SCRIPT = `#!/bin/sh
here=$(dirname "$(dirname "$0")")
case "$2" in
-c)
  echo "{\\"python\\":\\"$0\\",\\"version\\":\\"3.12.1\\",\\"kind\\":\\"CPython\\",\\"missing\\":[]}"
  exit 0 ;;
esac
kind=$5
shift 6
case "$kind $1" in
"-c venv")
  mkdir -p "$3/bin" "$3/lib/python3.12/site-packages"
  cp "$0" "$3/bin/python" ;;
"-c pip")
  packages=$here/lib/python3.12/site-packages
  echo "Collecting one==1"
  mkdir "$packages/one-1.dist-info"
  if [ -e "HOLD" ]; then
    mkdir "$packages/half-made"
    echo "Collecting two==2"
    cat > /dev/null
    exit 1
  fi
  echo "Installing collected packages: one" ;;
"-m --host")
  echo "Genga in-betweener is ready: http://127.0.0.1:$4"
  cat > /dev/null ;;
esac
`;

/** Writes it into a folder of the test's own. */
export function writeFakePython(folder: string): FakePython {
  const path = join(folder, "python3");
  const hold = join(folder, "hold-pip");
  writeFileSync(path, SCRIPT.replace("HOLD", hold), { mode: 0o755 });
  return {
    path,
    holdPip: () => writeFileSync(hold, ""),
    releasePip: () => rmSync(hold, { force: true }),
  };
}
