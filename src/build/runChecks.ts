/** `npm run check`: every check that needs no model and no VS Code, in parallel; prints only what failed. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { projectRoot } from './projectRoot.ts';

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** npm scripts, the longest first, so that the short ones fill the gaps. */
const checks = ['unit', 'lint', 'unused', 'typecheck', 'format:check'];

function runCheck(name: string): Promise<Outcome> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', name], { cwd: projectRoot, shell: process.platform === 'win32' });
    const chunks: string[] = [];
    const finish = (passed: boolean): void =>
      resolve({ name, passed, output: chunks.join(''), seconds: (performance.now() - startMs) / 1000 });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    child.once('error', (error) => {
      chunks.push(error.message);
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

async function runChecks(): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const outcome = await runCheck(name);
      outcomes.push(outcome);
      console.log(`${outcome.passed ? 'passed' : 'FAILED'}  ${name}  ${outcome.seconds.toFixed(1)} s`);
    }
  };
  const workers = Math.max(2, Math.min(checks.length, availableParallelism()));
  await Promise.all(Array.from({ length: workers }, work));
  return outcomes;
}

const failed = (await runChecks()).filter((outcome) => !outcome.passed);
for (const { name, output } of failed) console.log(`\n===== ${name} =====\n${output.trim()}`);
if (failed.length > 0) process.exitCode = 1;
