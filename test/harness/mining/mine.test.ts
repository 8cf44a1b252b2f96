import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import type { Candidate } from '../../../src/benchmark/candidate.ts';
import { type MineRequest, type MiningSummary, mine, standardLimits } from '../../../src/benchmark/mining/mine.ts';
import { openHistory } from '../../../src/harness/git/openHistory.ts';
import { createSyntax } from '../../../src/harness/syntax/createSyntax.ts';
import { fingerprint } from '../git/fingerprint.ts';
import { git, type ImportedCommit, importRepository, importedDate } from '../git/importedRepository.ts';

const never = new AbortController().signal;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const oldCode = `import { log } from './log';

export function oldest(items: string[]): string {
  const sorted = items.slice().sort(compareByAge);
  log.write('sorted', sorted.length);
  return sorted[0] ?? 'none at all';
}
`;
const newCode = `
export class Queue {
  push(item: string, priority: number): void {
    if (priority > this.highest) {
      this.highest = priority;
      this.listeners.notify(item, priority);
    }
    this.items.splice(this.placeOf(priority), 0, item);
  }

  drain(limit: number): string[] {
    const taken = this.items.slice(0, Math.max(limit, minimum));
    this.items = this.items.filter((item) => !taken.includes(item));
    return taken.map((item) => item.toUpperCase());
  }
}
`;
const python = `def total(values, factor=1):
    result = 0
    for value in values:
        result += value * factor
        audit.record(value, factor)
    return round_half_up(result)
`;

const commits: readonly ImportedCommit[] = [
  { files: { 'src/queue.ts': oldCode, 'package.json': '{"dependencies":{}}', 'test/queue.test.ts': 'old\n' } },
  {
    message: 'Add a queue with priorities',
    files: { 'src/queue.ts': oldCode + newCode, 'test/queue.test.ts': 'new\n' },
  },
  { message: 'Sum with a factor', files: { 'tools/sum.py': python, 'tests/test_sum.py': 'def test_total(): pass\n' } },
  { message: 'wip', files: { 'src/x.ts': 'let a = veryLong(1);\n', 'test/x.test.ts': 'x\n' } },
  {
    message: 'Use a faster sorter',
    files: { 'package.json': '{"dependencies":{"a":"1"}}', 'src/x.ts': 'b\n', 'test/x.test.ts': 'y\n' },
  },
  {
    message: 'Add assets',
    files: {
      'src/bin.ts': new Uint8Array([0, 1]),
      'src/gen.ts': '// @generated\nexport const a = 1;\n',
      'src/crlf.ts': '\u{feff}export const limitOfQueue = computeLimit(12);\r\n',
      'vendor/v.ts': 'export const vendored = 1;\n',
      '.env': 'KEY=1\n',
    },
  },
];

async function repository(): Promise<string> {
  const folder = await importRepository(commits, { checkout: true });
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function mined(
  folder: string,
  options: Partial<Omit<MineRequest, 'history' | 'syntax'>> = {},
): Promise<{ candidates: Candidate[]; summary: MiningSummary }> {
  const { history } = await openHistory(folder, never);
  cleanups.push(() => history.dispose());
  const request: MineRequest = {
    history,
    syntax: createSyntax(),
    seed: 'seed',
    since: null,
    directory: '.',
    fileMiners: [],
    limits: standardLimits,
    isEnough: () => false,
    ...options,
  };
  const candidates: Candidate[] = [];
  for await (const event of mine(request, systemClock, never)) {
    if (event.kind === 'candidate') candidates.push(event.candidate);
    if (event.kind === 'finished') return { candidates, summary: event.summary };
  }
  throw new Error('mining did not finish');
}

describe('mining a repository', () => {
  it('makes infill tasks of what was added after the date, whole files around fair holes', async () => {
    const folder = await repository();
    const { candidates } = await mined(folder, { since: importedDate(1) });
    const infill = candidates.flatMap(({ draft }) => (draft.family === 'infill' ? [draft] : []));
    expect(infill.length).toBeGreaterThanOrEqual(4);
    for (const { path, before, truth, after, date, hole } of infill) {
      expect(oldCode).not.toContain(truth);
      expect(date !== null && date >= importedDate(1)).toBe(true);
      expect(truth).toBe(truth.trim());
      if (path === 'src/queue.ts') expect(before + truth + after).toBe(oldCode + newCode);
      if (path === 'src/crlf.ts')
        expect(before + truth + after).toBe('export const limitOfQueue = computeLimit(12);\n');
      if (hole === 'arguments') expect(before.endsWith('(') && after.startsWith(')')).toBe(true);
    }
    expect(new Set(infill.map(({ hole }) => hole)).size).toBeGreaterThanOrEqual(3);
    expect(infill.filter(({ path }) => path === 'src/queue.ts').length).toBeLessThanOrEqual(3);
    const paths = new Set(infill.map(({ path }) => path));
    for (const path of ['src/gen.ts', 'src/bin.ts', 'vendor/v.ts', '.env', 'test/queue.test.ts']) {
      expect(paths.has(path)).toBe(false);
    }
  });

  it('replays commits that changed sources and tests, and counts the others by reason', async () => {
    const { candidates, summary } = await mined(await repository());
    const replays = candidates.flatMap(({ draft, relatedTests }) =>
      draft.family === 'replay' ? [{ draft, relatedTests }] : [],
    );
    expect(replays.map(({ draft }) => draft.message).toSorted()).toEqual([
      'Add a queue with priorities',
      'Sum with a factor',
    ]);
    expect(replays.find(({ draft }) => draft.path === 'src/queue.ts')).toMatchObject({
      relatedTests: ['test/queue.test.ts'],
      draft: {
        language: 'typescript',
        date: importedDate(1),
        gold: [{ path: 'src/queue.ts', text: oldCode + newCode }],
        hidden: [{ path: 'test/queue.test.ts', text: 'new\n' }],
        setup: [],
      },
    });
    const rejected = Object.fromEntries(
      summary.rejected.filter(({ family }) => family === 'replay').map(({ reason, count }) => [reason, count]),
    );
    expect(rejected).toEqual({
      'changes-dependencies': 1,
      'message-of-chore': 1,
      'no-parent': 1,
      'no-test-change': 1,
    });
    expect(summary.found['replay']).toBe(2);
    expect(summary.skippedFiles).toEqual([
      { reason: 'binary', count: 1 },
      { reason: 'generated', count: 1 },
      { reason: 'secrets', count: 1 },
      { reason: 'vendored', count: 1 },
    ]);
  });

  it('gives the same candidates for the same seed and others in another order for another', async () => {
    const folder = await repository();
    const [first, again, other] = [await mined(folder), await mined(folder), await mined(folder, { seed: 'other' })];
    expect(again).toEqual(first);
    expect(other.candidates).not.toEqual(first.candidates);
    expect(other.candidates.length).toBeGreaterThan(0);
  });

  it('leaves the checkout as it was', async () => {
    const folder = await repository();
    const before = await fingerprint(folder);
    await mined(folder);
    expect(await fingerprint(folder)).toBe(before);
  });

  it('keeps to a folder of it, to the date, and to what the caller can use', async () => {
    const folder = await repository();
    const tools = await mined(folder, { directory: 'tools' });
    expect(new Set(tools.candidates.map(({ draft }) => draft.path))).toEqual(new Set(['tools/sum.py']));
    const none = await mined(folder, { since: importedDate(30) });
    expect(none.candidates).toEqual([]);
    const replayOnly = await mined(folder, { isEnough: (family) => family === 'infill' });
    expect(new Set(replayOnly.candidates.map(({ draft }) => draft.family))).toEqual(new Set(['replay']));
  });

  it('takes holes of a shallow clone, as CI systems make them, where any age will do', async () => {
    const source = await repository();
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'parity-shallow-')));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    await git(folder, ['clone', '--quiet', '--depth=1', `file://${source}`, 'clone']);
    const clone = join(folder, 'clone');
    const { candidates, summary } = await mined(clone);
    expect(summary.isShallow).toBe(true);
    const holes = candidates.flatMap(({ draft }) => (draft.family === 'infill' ? [draft] : []));
    expect(holes.length).toBeGreaterThanOrEqual(4);
    // Nobody knows how old they are.
    expect(new Set(holes.map(({ date }) => date))).toEqual(new Set([null]));
    expect(holes.every(({ cluster, path }) => cluster === path)).toBe(true);
    expect((await mined(clone, { since: importedDate(1) })).candidates).toEqual([]);
  });

  it('gives files to miners of other families, with the origin of any part', async () => {
    const seen: unknown[] = [];
    await mined(await repository(), {
      fileMiners: [
        {
          family: 'body',
          mine(file, _seed, reject) {
            reject('no-function');
            const start = file.text.indexOf('const taken');
            seen.push([
              file.path,
              file.packageDirectory,
              file.relatedTests,
              start < 0 ? null : file.originOf({ start, end: start + 3 }).date,
            ]);
            return [];
          },
        },
      ],
    });
    expect(seen).toContainEqual(['src/queue.ts', '.', ['test/queue.test.ts'], importedDate(1)]);
    expect(seen).toContainEqual(['tools/sum.py', '.', ['tests/test_sum.py'], null]);
  });

  it('stops when it is aborted', async () => {
    const { history } = await openHistory(await repository(), never);
    cleanups.push(() => history.dispose());
    const controller = new AbortController();
    const events = mine(
      {
        history,
        syntax: createSyntax(),
        seed: '',
        since: null,
        directory: '.',
        fileMiners: [],
        limits: standardLimits,
        isEnough: () => false,
      },
      systemClock,
      controller.signal,
    );
    await events.next();
    controller.abort();
    await expect(events.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('mining a folder without commits', () => {
  it('makes undated infill tasks, by indentation where there is no grammar', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'parity-folder-')));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const lua =
      'local function total(values)\n  local result = 0\n  for _, value in ipairs(values) do\n    result = result + value\n    audit(value, "seen")\n  end\n  return result\nend\n';
    for (const [path, text] of Object.entries({ 'src/queue.ts': oldCode, 'sum.lua': lua })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { candidates } = await mined(folder);
    expect(new Set(candidates.map(({ draft }) => `${draft.family} ${draft.language} ${draft.date}`))).toEqual(
      new Set(['infill typescript null', 'infill lua null']),
    );
    for (const { draft } of candidates) expect(draft).toMatchObject({ cluster: draft.path, base: { kind: 'folder' } });
  });
});
