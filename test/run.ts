/**
 * `npm test`: every check and every test, on the packaged extension. `--only unit,worker` takes some of the steps.
 * The last line is `N passed, N failed, N skipped`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { countTests, type TestCounts } from './countTests.ts';
import { type TestStep, testSteps } from './testSteps.ts';
import { startGuarded } from './vscode/guardedProcess.ts';
import { places } from './vscode/places.ts';

interface StepOutcome {
  readonly name: string;
  readonly counts: TestCounts;
  readonly seconds: number;
  readonly note: string;
}

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const allSteps = testSteps(places.reports);
const wanted = flags.only?.split(',') ?? allSteps.map((step) => step.name);
const unknown = wanted.filter((name) => allSteps.every((step) => step.name !== name));
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(', ')}. There are: ${allSteps.map((step) => step.name).join(', ')}.`);
  process.exit(2);
}

const environment = {
  ...process.env,
  // Steps write to a pipe, so they cannot see whether colors are welcome.
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  // The package was made of these sources: no test needs to make it again.
  ...(wanted.includes('package') ? { PARITY_PACKAGE_IS_NEW: '1' } : {}),
};

// Yesterday's report must not stand for a run that crashed today.
rmSync(places.reports, { recursive: true, force: true });
mkdirSync(places.reports, { recursive: true });
const steps = allSteps.filter((step) => wanted.includes(step.name));
const outcomes = await runAll(steps);
printTable(outcomes);
const total = (kind: keyof TestCounts): number => outcomes.reduce((sum, { counts }) => sum + counts[kind], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
if (total('failed') > 0 || total('passed') === 0) process.exitCode = 1;

/** Light steps start at once; those of any other lane run one after another, in order. */
async function runAll(all: readonly TestStep[]): Promise<readonly StepOutcome[]> {
  const running = new Map<string, Promise<StepOutcome>>();
  const lanes = new Map<TestStep['lane'], Promise<unknown>>();
  for (const step of all) {
    const turn = lanes.get(step.lane) ?? Promise.resolve();
    const needed = step.after.map((name) => running.get(name)).filter((outcome) => outcome !== undefined);
    const outcome = turn.then(async () => {
      const broken = (await Promise.all(needed)).find(({ counts }) => counts.failed > 0);
      return broken === undefined ? runStep(step) : notRun(step, broken.name);
    });
    running.set(step.name, outcome);
    if (step.lane !== 'light') lanes.set(step.lane, outcome);
  }
  return Promise.all(running.values());
}

function notRun({ name }: TestStep, broken: string): StepOutcome {
  console.log(`[${name}] not run, because ${broken} failed`);
  return { name, counts: { passed: 0, failed: 1, skipped: 0 }, seconds: 0, note: `not run: ${broken} failed` };
}

async function runStep({ name, command, count }: TestStep): Promise<StepOutcome> {
  const started = performance.now();
  const secondsSince = (): number => (performance.now() - started) / 1000;
  console.log(`[${name}] ${command.join(' ')}`);
  const [program = '', ...args] = command;
  try {
    const step = startGuarded(program === 'node' ? process.execPath : program, args, {
      directory: places.root,
      environment,
    });
    forward(step.child.stdout, name);
    forward(step.child.stderr, name);
    const exitCode = await step.ended;
    const counts = countTests(exitCode, count, places.reports);
    const note = exitCode === 0 ? '' : `exit code ${exitCode}`;
    console.log(`[${name}] ${counts.failed === 0 ? 'passed' : 'FAILED'} after ${secondsSince().toFixed(1)} s`);
    return { name, counts, seconds: secondsSince(), note };
  } catch (error) {
    // The command could not be started, or its report could not be read.
    const note = error instanceof Error ? error.message : String(error);
    console.log(`[${name}] FAILED: ${note}`);
    return { name, counts: { passed: 0, failed: 1, skipped: 0 }, seconds: secondsSince(), note };
  }
}

/** Steps overlap, so each line says whose it is. */
function forward(stream: NodeJS.ReadableStream | null, name: string): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) console.log(`[${name}] ${line}`);
  });
  stream?.on('end', () => {
    if (rest !== '') console.log(`[${name}] ${rest}`);
  });
}

function printTable(all: readonly StepOutcome[]): void {
  console.log(
    `\n${'step'.padEnd(10)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'time'.padStart(10)}`,
  );
  for (const { name, counts, seconds, note } of all) {
    const cells = [
      String(counts.passed).padStart(8),
      String(counts.failed).padStart(8),
      String(counts.skipped).padStart(9),
    ];
    console.log(`${name.padEnd(10)}${cells.join('')}${`${seconds.toFixed(1)} s`.padStart(10)}  ${note}`.trimEnd());
  }
  console.log('');
}
