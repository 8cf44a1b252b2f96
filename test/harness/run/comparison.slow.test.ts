/**
 * A whole comparison as users run it, without a network: a model on this machine and two APIs on the same tasks of a real
 * repository, each API behind the protocol of its own and asked through its official SDK, with what goes wrong on a real one.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { makeReport } from '../../../src/benchmark/report/makeReport.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { spentBy } from '../../../src/benchmark/running/resultJournal.ts';
import { createPauseGate } from '../../../src/benchmark/running/pauseGate.ts';
import type { Task } from '../../../src/benchmark/task.ts';
import type { Engine, ReplyRequest, Usage } from '../../../src/engine/engine.ts';
import { conductRun, type ConductEvent } from '../../../src/harness/benchmark/conductRun.ts';
import { prepareTasks } from '../../../src/harness/benchmark/prepareTasks.ts';
import { runParameters } from '../../../src/harness/benchmark/runParameters.ts';
import { taskSetOf, type TaskSet } from '../../../src/harness/benchmark/taskSet.ts';
import { absentEngine } from '../../../src/harness/engines/absentEngine.ts';
import type { OpenedEngine } from '../../../src/harness/engines/openedEngine.ts';
import { openEndpoint } from '../../../src/harness/engines/openEndpoint.ts';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { noEnergyChoice } from '../../../src/harness/energy/openEnergy.ts';
import { openSpendingFile } from '../../../src/harness/run/spendingFile.ts';
import { rightAnswer } from '../../benchmark/prompts/rightAnswer.ts';
import { knowingEngine, oracle } from '../../benchmark/running/knowingEngine.ts';
import { noCaps, priceOf, testEngine } from '../../benchmark/running/runFixture.ts';
import type { Answer } from '../../providers/answer.ts';
import { startEngineServer } from '../../providers/engineServer.ts';
import type { ProtocolServer } from '../../providers/protocolServer.ts';
import { makeSmallRepository } from '../cli/smallRepository.ts';

const never = new AbortController().signal;
const families = ['body', 'bugfix', 'toolcall'] as const;
const prices = { openai: priceOf('gpt-5', 10), anthropic: priceOf('claude-sonnet-5-5', 20) };

let folder: string;
let taskSet: TaskSet;
let checkout: string;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-comparison-'));
  const repository = join(folder, 'small');
  await makeSmallRepository(repository);
  const wanted = { repository, folder: join(folder, 'tasks'), families, count: 6, seed: 'fixed', since: null };
  const prepared = await prepareTasks(wanted, () => {}, never);
  taskSet = taskSetOf(prepared.file);
  checkout = prepared.checkout ?? repository;
}, 180_000);

afterAll(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

/** What the model behind a server did, by its own account. */
interface Account {
  readonly usages: Usage[];
}

/** Knows the answers to these families and no others. A token is four characters. */
function modelThatKnows(known: readonly Task['family'][], account: Account): Engine {
  const { tasks } = taskSet;
  return {
    ...knowingEngine(tasks, oracle),
    async reply(request, onPart, signal) {
      const task = taskOf(request);
      const bySeed = new Map(task !== undefined && known.includes(task.family) ? [[0, task]] : []);
      const knowing = knowingEngine([], oracle, { answer: rightAnswer, bySeed });
      const result = await knowing.reply({ ...request, seed: 0 }, onPart, signal);
      const text =
        result.message.text === '' && result.message.calls.length === 0 ? 'I do not know.' : result.message.text;
      if (text !== '') onPart({ kind: 'text', text });
      const usage = usageOf(request, text + JSON.stringify(result.message.calls));
      account.usages.push(usage);
      return { ...result, message: { ...result.message, text }, usage };
    },
  };
}

function taskOf({ messages: [first] }: ReplyRequest): Task | undefined {
  const text = first?.text ?? '';
  return taskSet.tasks.find((task) => {
    if (task.family === 'toolcall') return text.includes(task.question);
    return (
      task.family !== 'agent' && 'setup' in task && task.setup.some((file) => text.includes((file.text ?? '').trim()))
    );
  });
}

function usageOf(request: ReplyRequest, written: string): Usage {
  const promptTokens = Math.ceil(JSON.stringify([request.system, request.messages]).length / 4);
  const generatedTokens = Math.ceil(written.length / 4);
  const times = { firstTokenMs: 1, totalMs: 2 };
  return { promptTokens, reusedTokens: 0, evaluatedTokens: promptTokens, generatedTokens, ...times };
}

interface Api {
  readonly id: 'openai' | 'anthropic';
  readonly model: string;
  readonly knows: readonly Task['family'][];
  readonly faults?: readonly Answer[];
}

/** The client that users have, on a server of its protocol. A server on this machine would have no price. */
async function openApi({ id, model, knows, faults = [] }: Api) {
  const account: Account = { usages: [] };
  const behind = { engine: modelThatKnows(knows, account), contextTokens: 16_384 };
  const server: ProtocolServer = await startEngineServer({ ...behind, model, key: 'key', faults });
  const url = `${server.url}${id === 'anthropic' ? '' : '/v1'}`;
  const setting = { id, preset: id, url, model, name: model };
  const opened = await openEndpoint(
    { setting, key: 'key', thinking: false, parallel: 2 },
    { isOffline: () => false, log: silentLog },
    never,
  );
  closing.push(async () => {
    await opened.dispose();
    await server.close();
  });
  const price: Price = prices[id];
  const engine: OpenedEngine = { ...opened, record: { ...opened.record, place: 'remote' }, price };
  return { engine, account, server };
}

function localModel(knows: readonly Task['family'][]) {
  const account: Account = { usages: [] };
  const engine = testEngine('local', { place: 'local', engine: modelThatKnows(knows, account) });
  return { ...engine, account };
}

async function compare(name: string, engines: Parameters<typeof conductRun>[0]['engines'], maxUsd: number) {
  const events: ConductEvent[] = [];
  const place = join(folder, name);
  const end = await conductRun(
    {
      ...{ folder: place, checkout, taskSet, families, count: 6, seed: 'fixed', samples: 1, engines },
      parameters: runParameters(false),
      caps: { ...noCaps, maxUsd },
      shard: null,
      hardware: { platform: process.platform, processor: '', cores: 1, memoryBytes: 0, gpus: [] },
      energy: noEnergyChoice,
      parityVersion: '0.0.0',
      gate: createPauseGate(() => {}),
      log: silentLog,
    },
    (event) => events.push(event),
    never,
  );
  const kept = await readRunFolder(place);
  const report = await makeReport(kept, '2026-11-30T12:00:00Z');
  return { ...kept, end, events, place, data: report.data };
}

const usdOf = (usages: readonly Usage[], usdPerMillion: number): number =>
  usages.reduce((sum, usage) => sum + ((usage.promptTokens + usage.generatedTokens) * usdPerMillion) / 1e6, 0);
const countOf = (tasks: readonly Task[], known: readonly string[]): number =>
  tasks.filter(({ family }) => known.includes(family)).length;
const cents = (usd: number | null | undefined): number => Math.round((usd ?? Number.NaN) * 100);

it('compares a local model with two APIs, whatever they refuse and however they fail, and reports what was', async () => {
  const waiting: Answer = { kind: 'refusal', status: 429, headers: { 'retry-after': '0' } };
  const local = localModel(['toolcall']);
  const openai = await openApi({ id: 'openai', model: 'gpt-5', knows: families, faults: [waiting, waiting] });
  const anthropic = await openApi({
    ...{ id: 'anthropic', model: 'claude-sonnet-5-5', knows: ['body', 'toolcall'] },
    faults: [
      { kind: 'refusal', status: 529, headers: { 'retry-after': '0' } },
      { kind: 'fault', fault: 'cut', text: 'It beg' },
    ],
  });
  const { run, tasks, results, end, data, events, place } = await compare(
    'whole',
    [local, openai.engine, anthropic.engine],
    10,
  );
  expect(end.shortfalls).toEqual([]);
  expect(results.length).toBe(3 * tasks.length);
  expect(new Set(tasks.map(({ family }) => family))).toEqual(new Set(families));

  // The report by its data: who solved what, against what the models knew.
  const { summary } = data;
  expect(summary.isComplete).toBe(true);
  const scores = Object.fromEntries(summary.engines.map(({ engine, score }) => [engine.id, score]));
  expect(scores).toMatchObject({
    local: { solved: countOf(tasks, ['toolcall']), counted: tasks.length, unknown: 0 },
    openai: { solved: tasks.length, counted: tasks.length, unknown: 0 },
    anthropic: { solved: countOf(tasks, ['body', 'toolcall']), counted: tasks.length, unknown: 0 },
  });
  expect(
    summary.comparisons.map(({ firstId, secondId, pairs, firstOnly, secondOnly }) => [
      firstId,
      secondId,
      pairs,
      firstOnly,
      secondOnly,
    ]),
  ).toEqual([
    ['local', 'openai', tasks.length, 0, countOf(tasks, ['body', 'bugfix'])],
    ['local', 'anthropic', tasks.length, 0, countOf(tasks, ['body'])],
    ['openai', 'anthropic', tasks.length, countOf(tasks, ['bugfix']), 0],
  ]);
  expect(data.tasks.map(({ answers }) => answers.length)).toEqual(tasks.map(() => 3));

  // The order alternates, each prompt is the same for all.
  const firsts = results.filter(({ position }) => position === 0).map(({ engineId }) => engineId);
  expect(new Set(firsts).size).toBe(3);
  for (const { id } of tasks) {
    const asked = results.filter(({ taskId }) => taskId === id).map(({ evidence }) => evidence.transcript[1]?.text);
    expect(new Set(asked).size).toBe(1);
  }
  expect(run.parameters.commonContextTokens).toBe(16_384);

  // Tokens and money are those of the servers' own accounts.
  for (const { engine, account } of [openai, anthropic]) {
    const own = summary.engines.find((summarized) => summarized.engine.id === engine.record.id);
    const answered = account.usages.slice(-tasks.length);
    expect(own?.usage.promptTokens).toBe(answered.reduce((sum, { promptTokens }) => sum + promptTokens, 0));
    expect(own?.usage.generatedTokens).toBe(answered.reduce((sum, { generatedTokens }) => sum + generatedTokens, 0));
    const usd = usdOf(answered, prices[engine.record.id === 'openai' ? 'openai' : 'anthropic'].prices.input);
    expect(own?.costUsd).toBeCloseTo(usd, 9);
    const lines = results.filter(({ engineId }) => engineId === engine.record.id);
    expect(cents(own?.costUsd)).toBe(cents(lines.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)));
    expect(lines.every(({ sentBytes = 0 }) => sentBytes > 500)).toBe(true);
    expect(own?.howAsked).toMatchObject({ servedModels: [engine.record.model] });
  }
  expect(run.prices?.map(({ engineId, price }) => [engineId, price?.prices.input])).toEqual([
    ['openai', 10],
    ['anthropic', 20],
  ]);
  expect(results.filter(({ engineId }) => engineId === 'local').every(({ sentBytes }) => sentBytes === undefined)).toBe(
    true,
  );
  expect(summary.engines.find(({ engine }) => engine.id === 'anthropic')?.howAsked.leftOut).toContain('seed');

  // What was refused was waited for, and is in no latency; what was cut off is counted apart, at most.
  expect(sumOf(results, 'openai', ({ waits }) => waits?.count)).toBe(2);
  expect(sumOf(results, 'anthropic', ({ waits }) => waits?.count)).toBe(1);
  expect(sumOf(results, 'anthropic', ({ lost }) => lost?.requests)).toBe(1);
  expect(sumOf(results, 'anthropic', ({ lost }) => lost?.usd ?? undefined)).toBeGreaterThan(0);
  expect(events.filter((event) => event.kind === 'progress' && event.progress.event.kind === 'retrying').length).toBe(
    4,
  );

  // The account that holds over interruptions says the same as the lines.
  const ledger = await openSpendingFile(join(place, 'spending.jsonl'), { tokens: 0, usd: 0 });
  await ledger.close();
  expect(ledger.earlier.usd).toBeCloseTo(spentBy(results).usd, 9);
  expect(cents(end.spent.usd)).toBe(cents(spentBy(results).usd));
}, 120_000);

it('goes on without an engine whose key is revoked half-way, says so, and asks it again when the run is resumed', async () => {
  const local = localModel(['toolcall']);
  const openai = await openApi({ id: 'openai', model: 'gpt-5', knows: families });
  let asked = 0;
  const revoked: OpenedEngine = {
    ...openai.engine,
    engine: {
      ...openai.engine.engine,
      async reply(request, onPart, signal) {
        if (++asked === 4) openai.server.say({ kind: 'refusal', status: 401, repeats: true });
        return openai.engine.engine.reply(request, onPart, signal);
      },
    },
  };
  const partial = await compare('revoked', [local, revoked], 10);
  const { summary } = partial.data;
  expect(summary.isComplete).toBe(false);
  const stopped = summary.engines.find(({ engine }) => engine.id === 'openai');
  expect(stopped?.setAside).toMatchObject({ code: 'provider-auth' });
  expect(stopped?.score.counted).toBe(3);
  expect(summary.engines.find(({ engine }) => engine.id === 'local')?.score.counted).toBe(partial.tasks.length);
  expect(partial.end.shortfalls).toContainEqual(
    expect.objectContaining({ kind: 'engine-stopped', engineId: 'openai' }),
  );

  // Its key is still no good: it cannot be opened, and is no reason to leave the others.
  const refused = new AppError('provider-auth', { endpoint: 'gpt-5', id: 'openai', status: 401 });
  const closed = absentEngine('openai', partial.run.engines, refused);
  const still = await compare('revoked', [local, closed], 10);
  expect(still.data.summary.engines.map(({ setAside }) => setAside?.code)).toEqual([undefined, 'provider-auth']);
  expect(() => absentEngine('unknown', partial.run.engines, refused)).toThrow(refused);

  const again = await openApi({ id: 'openai', model: 'gpt-5', knows: families });
  // The same engine at the same address, as far as the run can tell.
  const mended = { ...again.engine, record: openai.engine.record };
  const whole = await compare('revoked', [local, mended], 10);
  expect(whole.data.summary.isComplete).toBe(true);
  expect(whole.data.summary.engines.every(({ setAside }) => setAside === undefined)).toBe(true);
  expect(new Set(whole.results.map(({ key }) => key)).size).toBe(2 * whole.tasks.length);
  const lines = (await readFile(join(whole.place, 'results.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(2 * whole.tasks.length);
}, 60_000);

function sumOf(
  results: readonly TaskResult[],
  engineId: string,
  read: (result: TaskResult) => number | undefined,
): number {
  return results.reduce((sum, result) => sum + (result.engineId === engineId ? (read(result) ?? 0) : 0), 0);
}
