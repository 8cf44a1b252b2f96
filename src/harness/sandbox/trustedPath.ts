/**
 * Where the programs that build a sandbox are looked up, on the machine and inside. The user's own `PATH` may lead into the
 * checkout, `node_modules/.bin` for one, and so into what commands can write: a `mount` put there would run before
 * the sandbox is closed.
 */
export const trustedPath = [
  ...['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'],
  ...['/run/current-system/sw/bin', '/run/wrappers/bin', '/nix/var/nix/profiles/default/bin'],
].join(':');
