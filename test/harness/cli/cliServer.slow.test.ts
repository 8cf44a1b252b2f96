/** The command line against a server that takes many requests at once: keys, shards, caps and exit codes. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTaskFile } from '../../../src/benchmark/mining/taskFile.ts';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { makeTasks } from '../../benchmark/running/runFixture.ts';
import { deferred } from '../../deferred.ts';
import { type ProtocolServer, startProtocolServer } from '../../providers/protocolServer.ts';
import { buildProgram, type Ended, startProgram } from './builtProgram.ts';

const key = 'sk-of-the-tests-0123456789';
const parallel = 8;
const taskCount = 40;
let folder: string;
let server: ProtocolServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-cli-server-'));
  const header = {
    ...{ schema: 1 as const, kind: 'parity-tasks' as const, repository: { name: 'made', head: null }, seed: 's' },
    ...{ since: null, fileCount: 0, commitCount: 0, isShallow: false, endedEarly: false },
    ...{ rejected: [], skippedFiles: [], skippedCommits: [] },
  };
  const tasks = await makeTasks(taskCount);
  await Promise.all([buildProgram(), writeFile(join(folder, 'tasks.jsonl'), writeTaskFile({ header, tasks }))]);
  server = await startProtocolServer({ kind: 'vllm', models: [{ id: 'made-model', max_model_len: 32_768 }], key });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const chats = (): number => server.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;

function run(out: string, options: readonly string[], givenKey = key): Promise<Ended> {
  const engine = `vllm:made-model@${server.url}/v1`;
  const tasks = ['--tasks', join(folder, 'tasks.jsonl'), '--size', String(taskCount)];
  const how = ['--parallel', String(parallel), '--key-env', 'PARITY_TEST_KEY', '--yes', '--out', join(folder, out)];
  return startProgram(['run', ...tasks, '--engine', engine, ...how, ...options], { PARITY_TEST_KEY: givenKey }).ended;
}

it('spreads a run over shards, eight requests at once in each, and joins them', async () => {
  // The first answers come when as many requests wait for them: one after another they would never come.
  const full = deferred();
  for (let index = 0; index < parallel; index++) {
    server.say({ kind: 'answer', text: 'Nothing to call.', hold: full.promise });
  }
  server.say({ kind: 'answer', text: 'Nothing to call.', repeats: true });
  const first = run('one', ['--shard', '1/2']);
  await expect.poll(chats, { timeout: 60_000 }).toBe(parallel);
  full.resolve();
  expect(await first).toMatchObject({ code: 0 });
  expect(await run('two', ['--shard', '2/2', '--json'])).toMatchObject({ code: 0 });
  const shards = await Promise.all(['one', 'two'].map((name) => readRunFolder(join(folder, name))));
  const ids = shards.flatMap(({ run }) => run.taskIds);
  expect(new Set(ids).size).toBe(taskCount);
  expect(ids.length).toBe(taskCount);
  for (const { results, run } of shards) {
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(run.taskIds.map(() => 'solved'));
    expect(run.engines).toMatchObject([{ place: 'this-machine', parallel }]);
  }
  const merge = ['merge', join(folder, 'one'), join(folder, 'two'), '--out', join(folder, 'both')];
  const merged = await startProgram(merge).ended;
  expect(merged.code, merged.stderr).toBe(0);
  expect(merged.stdout).toContain(`solved ${taskCount} of ${taskCount} tasks`);
});

it('keeps no key, in whatever it writes', async () => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  expect(texts.length).toBeGreaterThan(6);
  expect(texts.filter((text) => text.includes(key))).toEqual([]);
});

it('stops at a cap on tokens, and asks nothing more with a key that is refused', async () => {
  const before = chats();
  const capped = await run('capped', ['--max-tokens', '1']);
  expect(capped.code, capped.stderr).toBe(3);
  expect(capped.stdout).toContain('The limit on tokens was reached');
  expect(chats()).toBe(before);

  const refused = await run('refused', [], 'sk-wrong');
  expect(refused.code, refused.stderr).toBe(1);
  expect(refused.stderr).toContain('The server refused the key');
  expect(refused.stdout + refused.stderr).not.toContain('sk-wrong');
  expect(chats()).toBe(before);
});

it('ends with 2 before it asks anything, when there is no key under the name', async () => {
  const before = server.requests.length;
  expect(await run('keyless', [], '')).toMatchObject({ code: 2, stdout: '' });
  expect(server.requests.length).toBe(before);
});
