import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type BodyDraft, bodyMiner } from '../../../src/benchmark/mining/bodyTasks.ts';
import { bugfixMiner } from '../../../src/benchmark/mining/bugfixTasks.ts';
import { findFunctions } from '../../../src/benchmark/mining/findFunctions.ts';
import { seededOrder } from '../../../src/benchmark/mining/seededOrder.ts';
import type { Candidate } from '../../../src/benchmark/candidate.ts';
import { countSyntaxErrors } from '../../../src/benchmark/scoring/syntaxErrors.ts';
import { minedSample } from './minedSample.ts';
import { syntax, withTree } from './withTree.ts';

const own = fileURLToPath(new URL('../../../src/', import.meta.url));
const library = pythonLibrary();
const seed = 'broken files';
const miners = [bodyMiner(syntax), bugfixMiner(syntax)];
const ignore = (): void => undefined;

function pythonLibrary(): string | undefined {
  try {
    const ask = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
    return execFileSync('python3', ['-I', '-c', ask], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function sample(
  folder: string,
  extension: string,
  recursive: boolean,
  count: number,
): { path: string; text: string }[] {
  const paths = readdirSync(folder, { recursive, encoding: 'utf8' }).filter((path) => path.endsWith(extension));
  return seededOrder(paths, seed, (path) => path)
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
    .filter(({ text }) => text.length < 30_000)
    .slice(0, count);
}

/** What holds for every candidate of every file; returns the operators that were used. */
function checkCandidates(files: readonly { path: string; text: string }[], language: string): Map<string, number> {
  const used = new Map<string, number>();
  for (const { path, text } of files) {
    const file = { ...minedSample(path, text, language), originOf: () => ({ cluster: path, date: null }) };
    withTree(language, text, (tree) => {
      const spans = findFunctions(language, tree, text).map(({ name, span }) => ({ name, span }));
      const errors = countSyntaxErrors(tree.root);
      for (const miner of miners) {
        const candidates: readonly Candidate[] = miner.mine(file, seed, ignore);
        expect(miner.mine(file, seed, ignore)).toEqual(candidates);
        expect(candidates.length).toBeLessThanOrEqual(3);
        for (const { draft, functionName } of candidates) {
          if (draft.family !== 'body' && draft.family !== 'bugfix') throw new Error(draft.family);
          const operator = draft.family === 'body' ? 'body' : draft.operator;
          used.set(operator, (used.get(operator) ?? 0) + 1);
          const broken = draft.setup[0]?.text ?? '';
          const where = `${operator} in ${path}`;
          expect(draft.gold, where).toEqual([{ path, text }]);
          expect(broken, where).not.toBe(text);
          expect(
            withTree(language, broken, ({ root }) => countSyntaxErrors(root)),
            where,
          ).toBeLessThanOrEqual(errors);
          const name = draft.family === 'body' ? (draft satisfies BodyDraft).functionName : functionName;
          const within = spans.some(
            ({ name: own, span: { start, end } }) =>
              own === name && broken.startsWith(text.slice(0, start)) && broken.endsWith(text.slice(end)),
          );
          expect(within, where).toBe(true);
        }
      }
    });
  }
  return used;
}

describe('broken files', () => {
  it('of this project parse, can be restored, and differ within one function', () => {
    const used = checkCandidates(sample(own, '.ts', true, 30), 'typescript');
    expect(used.get('body')).toBeGreaterThan(8);
    expect(used.size).toBeGreaterThanOrEqual(6);
  });

  it.skipIf(library === undefined)("of Python's library parse, can be restored, and differ within one function", () => {
    const used = checkCandidates(sample(library ?? '', '.py', false, 6), 'python');
    expect(used.get('body')).toBeGreaterThan(8);
    expect(used.size).toBeGreaterThanOrEqual(6);
  });
});
