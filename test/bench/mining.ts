/**
 * `npm run bench:mining -- [COMMITS...]`: how fast candidates are found, and how time and memory grow with the repository.
 * Its files are those of the npm packages that this project installs; each commit changes one of them and adds a test. By
 * default 2,000, 4,000 and 8,000 commits; `npm run bench:mining -- 2000 10000 50000` is the large one and takes minutes and
 * 3 GB of disk.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ImportedCommit, importRepository } from '../harness/git/importedRepository.ts';
import { printMachine, printTable, times } from './report.ts';

/** What one size came to. Measured in a process of its own, so that its memory is that of mining alone. */
export interface MiningMeasure {
  readonly files: number;
  readonly commits: number;
  /** Until the history was walked, and until all was mined. */
  readonly historyMs: number;
  readonly totalMs: number;
  readonly peakBytes: number;
  readonly endedEarly: boolean;
  readonly found: Readonly<Record<string, number>>;
}

const commitsPerFile = 5;
const packages = ['zod', 'diff', 'openai', '@anthropic-ai/sdk', 'preact', 'markdown-it', 'highlight.js', 'tar'];
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const perSecond = (count: number, ms: number): string => String(Math.round((count / ms) * 1000));

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [2000, 4000, 8000];
const rows: string[][] = [];
let first: MiningMeasure | undefined;
for (const size of sizes) {
  const folder = await importRepository(history(size));
  try {
    const measure = measureApart(folder);
    first ??= measure;
    const { files, commits, historyMs, totalMs, peakBytes, endedEarly, found } = measure;
    rows.push([
      String(commits),
      times(commits / first.commits),
      String(files),
      seconds(historyMs),
      perSecond(commits, historyMs),
      seconds(totalMs),
      perSecond(files, totalMs - historyMs),
      times(totalMs / first.totalMs),
      megabytes(peakBytes),
      Object.entries(found)
        .map(([family, count]) => `${family} ${count}`)
        .join(', ') + (endedEarly ? ', ended early' : ''),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
printMachine(1);
printTable(
  'Mining a repository whole, all candidates taken',
  ['commits', 'size', 'files', 'history', 'commits/s', 'all', 'files/s', 'time', 'peak memory', 'found'],
  rows,
);

function measureApart(folder: string): MiningMeasure {
  const script = fileURLToPath(new URL('measureMining.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', script, folder], {
    encoding: 'utf8',
    maxBuffer: 1024 ** 2,
  });
  if (status !== 0) throw new Error(`measuring failed: ${stderr}`);
  return JSON.parse(stdout) as MiningMeasure;
}

function* history(commitCount: number): Generator<ImportedCommit> {
  const texts = sources();
  const files = Array.from({ length: Math.ceil(commitCount / commitsPerFile) }, (_, index) => ({
    path: `packages/p${index % 20}/src/module${index}.js`,
    text: texts[index % texts.length] ?? '',
  }));
  yield { message: 'Bring the packages', files: Object.fromEntries(files.map(({ path, text }) => [path, text])) };
  for (let commit = 1; commit < commitCount; commit += 1) {
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
