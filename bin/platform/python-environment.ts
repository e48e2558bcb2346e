/** What any program needs to find its files and the system's; nothing of Genga's, whose secrets Python has no use for. */
const needed =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TMP|TEMP|LD_LIBRARY_PATH|PYENV_(ROOT|VERSION)|ASDF_(DATA_)?DIR|XDG_(CACHE|CONFIG|DATA)_HOME|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES.*|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE)$/i;
/** How to reach the package index. May hold passwords of a proxy or a private index. */
const forDownloads =
  /^((HTTP|HTTPS|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC|PIP_\w+)$/i;

/** The environment for Python: `install` for what fetches packages, `serve` for what only runs. */
export function pythonEnvironment(use: "install" | "serve"): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (!needed.test(name) && !(use === "install" && forDownloads.test(name))) delete env[name];
  }
  return env;
}
