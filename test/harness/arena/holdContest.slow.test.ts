/** Two engines on one task, in a real repository with changes that are not committed. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpending } from '../../../src/benchmark/running/spending.ts';
import { type ContestEvent, type ContestResult, holdContest } from '../../../src/harness/arena/holdContest.ts';
import { createScriptedEngine, type EngineScript } from '../../engine/scriptedEngine.ts';
import { testEngine, testParameters } from '../../benchmark/running/runFixture.ts';
import { fingerprint } from '../git/fingerprint.ts';
import { importRepository } from '../git/importedRepository.ts';

const files = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/area.js': 'export function area(width, height) {\n  return width * height;\n}\n',
  'test/area.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { area } from '../src/area.js';
test('multiplies', () => assert.equal(area(2, 3), 6));
test('is nothing without height', () => assert.equal(area(2, 0), 0));
`,
  'old.txt': 'gone soon\n',
};

const edit = (from: string, to: string): EngineScript => ({
  replies: [
    { steps: [{ call: 'read_file', arguments: { path: 'src/area.js' } }] },
    { steps: [{ call: 'edit_file', arguments: { file_path: 'src/area.js', old_string: from, new_string: to } }] },
    { steps: [{ text: 'It is done.' }] },
  ],
});
const log = { debug() {}, info() {}, warn() {}, error() {} };
const { signal } = new AbortController();
let folder = '';

beforeAll(async () => {
  folder = await importRepository([{ files }], { checkout: true });
  // Not committed: a change, a new file, a file that is gone, and an ignored one.
  appendFileSync(join(folder, 'src/area.js'), '\nexport const unit = "m2";\n');
  writeFileSync(join(folder, 'notes.md'), 'Only here.\n');
  rmSync(join(folder, 'old.txt'));
  writeFileSync(join(folder, '.gitignore'), 'secret/\n');
  mkdirSync(join(folder, 'secret'));
  writeFileSync(join(folder, 'secret/key.txt'), 'hidden\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function hold(scripts: readonly EngineScript[], events: ContestEvent[] = []) {
  const engines = scripts.map((script) => createScriptedEngine(script));
  const result = await holdContest(
    {
      folder,
      instruction: 'Name the product of the sides.',
      contenders: engines.map((engine, index) => ({
        engine: testEngine(`engine-${index}`, { engine }),
        spending: createSpending({ maxTokens: null, maxUsd: null }),
      })),
      parameters: testParameters,
      unsaved: new Map([['src/area.js', `${files['src/area.js']}// unsaved\n`]]),
      log,
    },
    (event) => events.push(event),
    signal,
  );
  return { result, engines };
}

describe('an arena', () => {
  let result: ContestResult;
  let seen = '';
  const events: ContestEvent[] = [];

  beforeAll(async () => {
    const before = await fingerprint(folder);
    const held = await hold(
      [
        edit('return width * height;', 'const product = width * height;\n  return product;'),
        edit('return width * height;', 'return width + height;'),
      ],
      events,
    );
    result = held.result;
    seen = JSON.stringify(held.engines[0]?.requests);
    // Nothing of the user's has changed by it.
    expect(await fingerprint(folder)).toEqual(before);
  });

  it('gives each engine the files as they are now, unsaved ones too, and nothing that is ignored', () => {
    expect(seen).toContain('// unsaved');
    expect(seen).toContain('Name the product of the sides.');
    expect(result.leftOut).toEqual([]);
    expect([...result.texts]).toEqual([['src/area.js', `${files['src/area.js']}// unsaved\n`]]);
  });

  it('keeps what each changed apart, and lets the tests judge both', () => {
    const [good, bad] = result.entries;
    expect(result.before?.passed).toHaveLength(2);
    expect(good?.edits).toEqual([
      { path: 'src/area.js', text: expect.stringContaining('return product;') as unknown as string },
    ]);
    expect(good?.tests?.change).toMatchObject({ passed: 2, failed: 0, newlyFailing: [] });
    expect(bad?.tests?.change.newlyFailing).toHaveLength(2);
    expect(bad?.text).toBe('It is done.');
    expect([good?.error, good?.hindrance, good?.ownTests]).toEqual([undefined, undefined, undefined]);
  });

  it('tells what it is at', () => {
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'answered')).toHaveLength(2);
    expect(events.flatMap((event) => (event.kind === 'testing' ? [event.engineId] : []))).toEqual([
      undefined,
      'engine-0',
      'engine-1',
    ]);
  });
});

it('counts no change to tests when it asks whether they still pass, and runs such tests apart', async () => {
  const cheat: EngineScript = {
    replies: [
      { steps: [{ call: 'read_file', arguments: { path: 'src/area.js' } }] },
      {
        steps: [
          {
            call: 'edit_file',
            arguments: { file_path: 'src/area.js', old_string: 'width * height', new_string: 'width + height' },
          },
          {
            call: 'edit_file',
            arguments: { file_path: 'test/more.test.js', old_string: '', new_string: "import 'node:test';\n" },
          },
        ],
      },
      { steps: [{ text: 'All tests pass.' }] },
    ],
  };
  const { result } = await hold([cheat]);
  const [entry] = result.entries;
  expect(entry?.edits.map(({ path }) => path)).toEqual(['src/area.js', 'test/more.test.js']);
  expect(entry?.tests?.change.newlyFailing).toHaveLength(2);
  expect(entry?.ownTests?.failed).toHaveLength(2);
});

it('goes on with the other engine when one fails', async () => {
  const { result } = await hold([
    { replies: [{ steps: [{ crash: true }] }] },
    edit('width * height', 'height * width'),
  ]);
  const [failed, other] = result.entries;
  expect(failed?.error).toMatchObject({ code: 'worker-crashed' });
  expect(failed?.edits).toEqual([]);
  expect(other?.tests?.change).toMatchObject({ passed: 2, newlyFailing: [] });
});
