const CHECK_MS = 250;

/**
 * Ends this process as SIGTERM would when the shell that npm runs a script in is gone. npm passes SIGTERM on to that shell
 * only, and not every shell passes it on in turn: the service would go on behind the back of whoever stopped npm.
 * Does nothing where npm is not involved, nor on Windows, where a process keeps the id of its parent.
 */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS).unref();
}
