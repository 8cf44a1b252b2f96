/** What `npm test` runs, as data: each step is a command, and a way to count what it did. */

export interface TestStep {
  readonly name: string;
  readonly command: readonly string[];
  /** Steps that must have passed before; when one failed, this step is a failure that did not run. */
  readonly after: readonly string[];
  /** Steps of one lane run one after another, in order; lanes run side by side. Light steps wait for nobody. */
  readonly lane: 'light' | 'checks' | 'heavy';
  readonly count: StepCount;
}

export type StepCount =
  /** The step is one test: its exit code. */
  | { readonly kind: 'exit-code' }
  /** The step prepares others and is counted only when it fails. */
  | { readonly kind: 'preparation' }
  /** A JSON report in the reports folder, of vitest or of the host tests. */
  | { readonly kind: 'vitest' | 'host'; readonly report: string };

const npm = (script: string): readonly string[] => ['npm', 'run', '--silent', script];
const tsx = (file: string): readonly string[] => ['node', 'node_modules/tsx/dist/cli.mjs', file];

/** `reports` is the folder of the machine-readable reports. */
export function testSteps(reports: string): readonly TestStep[] {
  const check = (name: string, script: string): TestStep => ({
    name,
    command: npm(script),
    after: [],
    lane: 'checks',
    count: { kind: 'exit-code' },
  });
  const suite = (project: 'unit' | 'worker' | 'harness' | 'ui', after: readonly string[]): TestStep => {
    const report = `${project}.json`;
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reports}/${report}`];
    const vitest = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts'];
    const command = [...vitest, '--project', project, ...reporters];
    return { name: project, command, after, lane: 'heavy', count: { kind: 'vitest', report } };
  };
  return [
    // Waits for the network mostly, so it runs beside everything else.
    { name: 'vscode', command: tsx('test/vscode/setup.ts'), after: [], lane: 'light', count: { kind: 'preparation' } },
    {
      name: 'tools',
      command: tsx('test/harness/installTools.ts'),
      after: [],
      lane: 'light',
      count: { kind: 'preparation' },
    },
    check('types', 'typecheck'),
    check('lint', 'lint'),
    check('format', 'format:check'),
    check('unused', 'unused'),
    suite('unit', []),
    { name: 'package', command: npm('package'), after: [], lane: 'heavy', count: { kind: 'preparation' } },
    suite('worker', ['package']),
    suite('harness', ['tools']),
    {
      name: 'host',
      command: tsx('test/host/run.ts'),
      after: ['vscode', 'package'],
      lane: 'heavy',
      count: { kind: 'host', report: 'host.json' },
    },
    suite('ui', ['vscode', 'package']),
  ];
}
