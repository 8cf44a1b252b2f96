import { sampleSeed } from '../digest.ts';
import type { RunRecord, TaskResult } from '../result.ts';
import type { Task, TaskFamily } from '../task.ts';
import type { BenchmarkEngine } from './benchmarkEngine.ts';
import { isWithinReach } from './fillHole.ts';
import { resultKey } from './resultKey.ts';

/** One question to one engine: what one line of the results answers. */
export interface RunItem {
  readonly key: string;
  readonly task: Task;
  readonly engine: BenchmarkEngine;
  readonly through: TaskResult['through'];
  readonly sample: number;
  readonly seed: number;
  readonly position: number;
}

/** Why an engine is not asked for a kind of task. */
export interface Inability {
  readonly engineId: string;
  readonly family: TaskFamily;
  readonly through: TaskResult['through'];
  /** `reach`: completions would not show what belongs there, whoever wrote it. */
  readonly lacks: 'chat' | 'infill' | 'tools' | 'reach';
  readonly count: number;
}

export interface RunPlan {
  /** In the order in which they are begun. */
  readonly items: readonly RunItem[];
  readonly inabilities: readonly Inability[];
}

export type RunQuestions = Pick<RunRecord, 'seed' | 'samples' | 'parameters' | 'promptVersion'>;

/**
 * Every task times every sample times every engine that can take it. The engine that goes first changes from task to
 * task and sample to sample, so that none always meets a warm machine or a tired one.
 */
export async function planRun(
  tasks: readonly Task[],
  engines: readonly BenchmarkEngine[],
  { seed, samples, parameters, promptVersion }: RunQuestions,
  signal: AbortSignal,
): Promise<RunPlan> {
  const items: RunItem[] = [];
  const inabilities = new Map<string, Inability>();
  for (const [taskIndex, task] of tasks.entries()) {
    for (let sample = 0; sample < samples; sample++) {
      const requestSeed = await sampleSeed(seed, task.id, sample);
      const order = rotate(engines, taskIndex + sample);
      for (const [position, engine] of order.entries()) {
        for (const through of waysOf(task.family)) {
          const lacks = lackOf(engine, through, task.family) ?? (await reachOf(task, engine, through, signal));
          if (lacks !== undefined) {
            const kind = { engineId: engine.record.id, family: task.family, through, lacks };
            const known = inabilities.get(JSON.stringify(kind))?.count ?? 0;
            inabilities.set(JSON.stringify(kind), { ...kind, count: known + 1 });
            continue;
          }
          const identity = { taskId: task.id, engine: engine.record, parameters, promptVersion, through, sample, seed };
          items.push({ key: await resultKey(identity), task, engine, through, sample, seed: requestSeed, position });
        }
      }
    }
  }
  return { items: inBlocks(items, tasks, engines), inabilities: [...inabilities.values()] };
}

/** So many tasks in a row are answered by one of the engines that are not in memory together. */
const tasksInBlock = 20;

/** Engines that have to be made ready take turns by blocks of tasks instead of by tasks, the first one changing as well. */
function inBlocks(
  items: readonly RunItem[],
  tasks: readonly Task[],
  engines: readonly BenchmarkEngine[],
): readonly RunItem[] {
  const swapped = engines.filter(({ prepare }) => prepare !== undefined).map(({ record }) => record.id);
  if (swapped.length < 2) return items;
  const blocks = new Map(tasks.map(({ id }, index) => [id, Math.floor(index / tasksInBlock)]));
  const blockOf = ({ task }: RunItem): number => blocks.get(task.id) ?? 0;
  const turnOf = (item: RunItem): number => {
    const index = swapped.indexOf(item.engine.record.id);
    return index < 0 ? 0 : 1 + ((index + blockOf(item)) % swapped.length);
  };
  const ordered = items.toSorted((a, b) => blockOf(a) - blockOf(b) || turnOf(a) - turnOf(b));
  const begun = new Map<string, string[]>();
  return ordered.map((item) => {
    const question = `${item.task.id} ${item.sample}`;
    const before = begun.get(question) ?? [];
    if (!before.includes(item.engine.record.id)) begun.set(question, [...before, item.engine.record.id]);
    return { ...item, position: (begun.get(question) ?? []).indexOf(item.engine.record.id) };
  });
}

/** An infill is asked for in two ways: as every model can be asked, and as the engine itself does it in the editor. */
function waysOf(family: TaskFamily): readonly TaskResult['through'][] {
  switch (family) {
    case 'infill':
      return ['chat', 'infill'];
    case 'body':
    case 'bugfix':
    case 'replay':
    case 'toolcall':
      return ['chat'];
    case 'agent':
      return ['agent'];
  }
}

function lackOf(
  { model: { capabilities } }: BenchmarkEngine,
  through: TaskResult['through'],
  family: TaskFamily,
): Inability['lacks'] | undefined {
  if (through === 'infill') return capabilities.infill === 'none' ? 'infill' : undefined;
  if (!capabilities.chat) return 'chat';
  const needsTools = family === 'toolcall' || family === 'agent';
  return needsTools && !capabilities.tools ? 'tools' : undefined;
}

async function reachOf(
  task: Task,
  { model }: BenchmarkEngine,
  through: TaskResult['through'],
  signal: AbortSignal,
): Promise<'reach' | undefined> {
  if (task.family !== 'infill' || through !== 'infill') return undefined;
  return (await isWithinReach(task, model, signal)) ? undefined : 'reach';
}

function rotate<T>(values: readonly T[], by: number): readonly T[] {
  const start = values.length === 0 ? 0 : by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}
