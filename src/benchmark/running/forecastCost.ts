/**
 * What a run will cost, before anything is sent: the most that it can, and what it will probably be. The most holds for every
 * answer that comes at the first try; for the others there is the cap of the run, which holds always.
 */
import { contextBudget } from '../../chat/contextBudget.ts';
import { systemPrompt } from '../../chat/systemPrompt.ts';
import { toolList } from '../../tools/toolList.ts';
import { toolSpecification } from '../../tools/toolSpecification.ts';
import type { Price } from '../cost/price.ts';
import { highestCost, requestCost } from '../cost/requestCost.ts';
import type { RunRecord, TaskResult } from '../result.ts';
import type { Task, TaskFamily } from '../task.ts';
import { boundPrompt } from './worstCase.ts';

/** A task, as far as it is known: of one that has to be made yet there is only its family. */
export type PlannedTask = { readonly family: TaskFamily; readonly task?: Task };

export interface ForecastEngine {
  readonly id: string;
  /** `null`: nobody knows. Undefined: it is our own. */
  readonly price: Price | null | undefined;
  readonly contextTokens: number;
  /** Whether it is asked for holes in its own way as well. */
  readonly infills: boolean;
}

export interface ForecastRun {
  readonly tasks: readonly PlannedTask[];
  readonly samples: number;
  readonly parameters: RunRecord['parameters'];
}

export type CostForecast =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown-price' }
  /** `expected` undefined: such answers have not been measured, and the tasks are not there to be looked at. */
  | { readonly kind: 'usd'; readonly ceiling: number; readonly expected: number | undefined };

/** Mean tokens of an answer: see `measureUse`. */
export interface AnswerUse {
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

type Way = TaskResult['through'];

/** What answers took before, of one engine or of any. */
export type MeasuredUse = (engineId: string, family: TaskFamily, through: Way) => AnswerUse | undefined;

export function forecastCost(engine: ForecastEngine, run: ForecastRun, measured: MeasuredUse): CostForecast {
  const { price } = engine;
  if (price === undefined) return { kind: 'free' };
  if (price === null) return { kind: 'unknown-price' };
  let ceiling = 0;
  let expected: number | undefined = 0;
  for (const planned of run.tasks) {
    for (const through of waysOf(planned.family, engine)) {
      const worst = worstUse(planned, through, { engine, parameters: run.parameters });
      const most = highestCost(price, worst.promptTokens, worst.generatedTokens);
      if (most === null) return { kind: 'unknown-price' };
      ceiling += most * run.samples;
      const use = measured(engine.id, planned.family, through) ?? sizeOf(planned);
      const likely = use === undefined ? undefined : (requestCost(price, { ...use, reusedTokens: 0 })?.usd ?? most);
      // A mean of other tasks may be more than this one can take.
      expected =
        likely === undefined || expected === undefined ? undefined : expected + Math.min(likely, most) * run.samples;
    }
  }
  return { kind: 'usd', ceiling, expected };
}

/** Means over what was answered. Of the engine itself where it was measured, else of all: prompts are the same for each. */
export function measureUse(results: readonly TaskResult[]): MeasuredUse {
  const sums = new Map<string, { count: number; promptTokens: number; generatedTokens: number }>();
  for (const { engineId, family, through, outcome, usage } of results) {
    if (outcome.kind === 'infrastructure') continue;
    for (const key of [useKey(engineId, family, through), useKey('', family, through)]) {
      const sum = sums.get(key) ?? { count: 0, promptTokens: 0, generatedTokens: 0 };
      sum.count++;
      sum.promptTokens += usage.promptTokens;
      sum.generatedTokens += usage.generatedTokens;
      sums.set(key, sum);
    }
  }
  return (engineId, family, through) => {
    const sum = sums.get(useKey(engineId, family, through)) ?? sums.get(useKey('', family, through));
    return sum && { promptTokens: sum.promptTokens / sum.count, generatedTokens: sum.generatedTokens / sum.count };
  };
}

/** No engine has an empty id. */
function useKey(engineId: string, family: TaskFamily, through: Way): string {
  return `${family} ${through} ${engineId}`;
}

function waysOf(family: TaskFamily, { infills }: ForecastEngine): readonly Way[] {
  if (family === 'agent') return ['agent'];
  return family === 'infill' && infills ? ['chat', 'infill'] : ['chat'];
}

interface Bounds {
  readonly engine: ForecastEngine;
  readonly parameters: RunRecord['parameters'];
}

/** Around the code of a question: its words, at most. */
const questionBytes = 4000;
/** The most that a hole's completion is asked for, see `completion/infillRequest.ts`. */
const infillTokens = { prompt: 4096, reply: 256 };
/** `questionTokens` takes three characters for a token; none is shorter than a byte. */
const bytesPerPlannedToken = 3;

function worstUse({ family, task }: PlannedTask, through: Way, { engine, parameters }: Bounds): AnswerUse {
  const { replyTokens, agentTokens, agentReplies, commonContextTokens = Infinity } = parameters;
  if (through === 'infill') return { promptTokens: infillTokens.prompt, generatedTokens: infillTokens.reply };
  if (family === 'agent') {
    const contextTokens = Math.min(engine.contextTokens, agentTokens);
    // Before the last reply there may be nearly all of the budget left.
    const all = agentTokens + contextTokens;
    const generatedTokens = Math.min(all, agentReplies * replyTokens);
    return { promptTokens: all - generatedTokens, generatedTokens };
  }
  const contextTokens = Math.min(engine.contextTokens, commonContextTokens);
  const budget = contextBudget(contextTokens, replyTokens);
  const questionRoom = budget.promptTokens * bytesPerPlannedToken;
  const known = task === undefined ? undefined : materialBytes(task);
  // Files that a commit touches are shown whole, however long, and a list of names on top.
  const bytes =
    family === 'replay'
      ? (known ?? Infinity) + questionRoom
      : family === 'toolcall'
        ? toolBytes() + (known ?? questionBytes)
        : Math.min(questionRoom, (known ?? Infinity) + questionBytes);
  return { promptTokens: boundPrompt(bytes, engine.contextTokens), generatedTokens: budget.replyTokens };
}

/** What a question is made of, in UTF-8. */
function materialBytes(task: Task): number {
  return textsOf(task).reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
}

/** Of a file that the task does not hold. */
const goneFile = ' '.repeat(100_000);

function textsOf(task: Task): readonly string[] {
  switch (task.family) {
    case 'infill':
      return [task.before, task.after];
    case 'toolcall':
      return [task.question, task.tools === undefined ? '' : JSON.stringify(task.tools)];
    case 'body':
    case 'bugfix':
      return task.setup.map(({ text }) => text ?? '');
    case 'replay':
      // What they were before is not in the task: twice what they become, or as much as fits if they go.
      return [task.message, ...task.gold.flatMap(({ text }) => [text ?? goneFile, text ?? ''])];
    case 'agent':
      return [task.instruction];
  }
}

/** Estimated from the task itself; undefined where that says nothing: without a task, or of an agent's conversation. */
function sizeOf({ task }: PlannedTask): AnswerUse | undefined {
  if (task === undefined || task.family === 'agent') return undefined;
  const tokensOf = (bytes: number): number => bytes / bytesPerPlannedToken;
  const promptTokens = tokensOf(materialBytes(task) + (task.family === 'toolcall' ? toolBytes() : questionBytes / 2));
  switch (task.family) {
    case 'infill':
      return { promptTokens, generatedTokens: tokensOf(task.truth.length) };
    case 'toolcall':
      return { promptTokens, generatedTokens: tokensOf(JSON.stringify(task.expected).length) };
    case 'body':
      // The function alone is asked for.
      return { promptTokens, generatedTokens: tokensOf(grownBytes(task)) };
    case 'bugfix':
      return { promptTokens, generatedTokens: promptTokens / 4 };
    case 'replay':
      return { promptTokens, generatedTokens: promptTokens };
  }
}

/** By how much the true body is longer than the broken one. */
function grownBytes({ setup, gold }: Extract<Task, { family: 'body' }>): number {
  const length = (edits: typeof gold): number => edits.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
  return Math.max(100, length(gold) - length(setup));
}

let tools: number | undefined;

/** Of the extension's own tools and what is said about them. */
function toolBytes(): number {
  tools ??= [
    systemPrompt({ folderNames: ['x'.repeat(100)], operatingSystem: 'Linux' }, toolList),
    ...toolList.map((tool) => JSON.stringify(toolSpecification(tool))),
  ].reduce((sum, text) => sum + text.length, 0);
  return tools;
}
