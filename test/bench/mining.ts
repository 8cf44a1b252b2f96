/**
 * `npm run bench:mining`: how fast candidates are found, and how that grows with the repository. Its files are those of the
 * npm packages that this project installs; each commit changes one of them and adds a test.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import { type MiningSummary, mine, standardLimits } from '../../src/benchmark/mining/mine.ts';
import { openHistory } from '../../src/harness/git/openHistory.ts';
import { createSyntax } from '../../src/harness/syntax/createSyntax.ts';
import { type ImportedCommit, importRepository } from '../harness/git/importedRepository.ts';
import { printMachine, printTable, times } from './report.ts';

const filesAtOnce = 400;
const commitsAtOnce = 2000;
const never = new AbortController().signal;
const packages = ['zod', 'diff', 'openai', '@anthropic-ai/sdk', 'preact', 'markdown-it', 'highlight.js', 'tar'];

const rows: string[][] = [];
let first: number | undefined;
for (const size of [1, 2, 4]) {
  const folder = await importRepository(history(size));
  try {
    const started = performance.now();
    const summary = await mineAll(folder);
    const seconds = (performance.now() - started) / 1000;
    first ??= seconds;
    rows.push([
      times(size),
      String(summary.fileCount),
      String(summary.commitCount),
      `${seconds.toFixed(1)} s`,
      `${Math.round(summary.fileCount / seconds)}`,
      `${Math.round(summary.commitCount / seconds)}`,
      times(seconds / first),
      Object.entries(summary.found)
        .map(([family, count]) => `${family} ${count}`)
        .join(', '),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
printMachine(1);
printTable(
  'Mining a repository whole, all candidates taken',
  ['size', 'files', 'commits', 'time', 'files/s', 'commits/s', 'time against 1x', 'found'],
  rows,
);

async function mineAll(folder: string): Promise<MiningSummary> {
  const { history } = await openHistory(folder, never);
  const limits = { ...standardLimits, maxCandidates: Number.POSITIVE_INFINITY };
  const request = {
    history,
    syntax: createSyntax(),
    seed: 'bench',
    since: null,
    directory: '.',
    fileMiners: [],
    limits,
  };
  try {
    for await (const event of mine({ ...request, isEnough: () => false }, systemClock, never)) {
      if (event.kind === 'finished') return event.summary;
    }
  } finally {
    await history.dispose();
  }
  throw new Error('mining did not finish');
}

function* history(size: number): Generator<ImportedCommit> {
  const texts = sources();
  const files = Array.from({ length: filesAtOnce * size }, (_, index) => ({
    path: `packages/p${index % 20}/src/module${index}.js`,
    text: texts[index % texts.length] ?? '',
  }));
  yield { message: 'Bring the packages', files: Object.fromEntries(files.map(({ path, text }) => [path, text])) };
  for (let commit = 0; commit < commitsAtOnce * size; commit += 1) {
    const file = files[commit % files.length];
    if (file === undefined) return;
    file.text += `\nexport function added${commit}(first, second) {\n  return combine${commit}(first, second * ${commit});\n}\n`;
    const test = `packages/p${commit % 20}/test/module${commit % files.length}.test.js`;
    yield {
      message: `Combine numbers in way ${commit}`,
      files: { [file.path]: file.text, [test]: `check(${commit});\n` },
    };
  }
}

function sources(): string[] {
  const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
  return packages.flatMap((name) =>
    readdirSync(join(modules, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js') && !path.includes('node_modules') && !path.includes('.min.'))
      .toSorted()
      .map((path) => readFileSync(join(modules, name, path), 'utf8'))
      .filter((text) => text.length > 500 && text.length < 20_000)
      .slice(0, 100),
  );
}
