/**
 * Which files a model's changes do not count in when tests decide: the tests, what helps them, and what configures their
 * runner. Grading takes them from the base and the true change, so editing or deleting them gains nothing.
 */

/** Folders whose whole content belongs to the tests, by the names that projects give them. */
const testFolder = /(?:^|\/)(?:tests?|__tests__|specs?|__mocks__|__snapshots__|__fixtures__|e2e|testing_support)\//;
const testFile = /(?:^|\/)(?:[^/]*[._-](?:test|tests|spec)\.[^/]+|test_[^/]*\.py|tests?\.(?:py|[cm]?[jt]sx?))$/;
/** Read by a runner, by what loads code for it, or by the language's start: each could turn tests off or fake them. */
const configFile = new RegExp(
  [
    String.raw`(?:^|\/)(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml)$`,
    String.raw`(?:^|\/)(?:vitest|vite|jest|babel|swc|ava|karma)\.[\w.]+$`,
    String.raw`(?:^|\/)\.(?:mocharc|babelrc|swcrc|npmrc|yarnrc|env|nycrc|c8rc|taprc)(?:\.[\w.]+)?$`,
    String.raw`(?:^|\/)[jt]sconfig(?:\.[\w.]+)?\.json$`,
    String.raw`(?:^|\/)(?:conftest|sitecustomize|usercustomize|setup|noxfile)\.py$`,
    String.raw`(?:^|\/)\.?pytest\.(?:ini|toml)$|(?:^|\/)(?:pyproject\.toml|setup\.cfg|tox\.ini|Pipfile)$|\.pth$`,
    String.raw`(?:^|\/)node_modules\/|^\.parity-`,
  ].join('|'),
  'i',
);

export function isProtected(path: string): boolean {
  return testFolder.test(path.toLowerCase()) || testFile.test(path.toLowerCase()) || configFile.test(path);
}

/** Some file systems take `Test.ts` and `test.ts`, or two ways to write `é`, for one file. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
