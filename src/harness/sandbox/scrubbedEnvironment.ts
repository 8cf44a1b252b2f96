/** Told to commands as it is here: where programs are and how text is written. Nothing else: any other may be a secret. */
const passedOn: ReadonlySet<string> = new Set([
  'ASDF_DATA_DIR',
  'ASDF_DIR',
  'COMSPEC',
  'FNM_DIR',
  'JAVA_HOME',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'NVM_BIN',
  'NVM_DIR',
  'PATH',
  'PATHEXT',
  'PYENV_ROOT',
  'PYENV_VERSION',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TZ',
  'VOLTA_HOME',
  'WINDIR',
]);

const fixed: Readonly<Record<string, string>> = {
  CI: '1',
  GIT_AUTHOR_EMAIL: 'benchmark@example.invalid',
  GIT_AUTHOR_NAME: 'Benchmark',
  GIT_COMMITTER_EMAIL: 'benchmark@example.invalid',
  GIT_COMMITTER_NAME: 'Benchmark',
  GIT_CONFIG_NOSYSTEM: '1',
  NO_COLOR: '1',
  NO_UPDATE_NOTIFIER: '1',
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  PIP_NO_INDEX: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  TERM: 'dumb',
};

/** The environment of commands, before what a command asks for. `home` and `temporary` are as the command sees them. */
export function scrubbedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  { home, temporary }: { home: string; temporary: string },
): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && passedOn.has(name.toUpperCase()) ? [[name, value] as const] : [],
  );
  const places = { HOME: home, USERPROFILE: home, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  return { ...Object.fromEntries(kept), ...fixed, ...places };
}
