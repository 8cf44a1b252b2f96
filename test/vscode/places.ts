import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Absolute paths of the folders that tests and `npm start` share. */
export const places = {
  root,
  /** The VS Code server's own package folder. */
  vscode: `${root}/test/vscode`,
  /** The project that people and tests work on; always copied before use. */
  sample: `${root}/test/fixtures/sample`,
  /** Where `npm run package` leaves the .vsix. */
  packages: `${root}/out`,
  /** Bundled tests. */
  bundles: `${root}/out/test`,
  /** Machine-readable reports of the last run. */
  reports: `${root}/out/test/reports`,
  /** Screenshots and logs of failed tests. */
  output: `${root}/test/output`,
} as const;
