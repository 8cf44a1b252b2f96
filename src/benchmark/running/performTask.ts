/** One task, from its question to its grade: the code that users run answers, the task's own tests or truth decide. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type ContextBudget, contextBudget, thinkingMode } from '../../chat/contextBudget.ts';
import { systemPrompt } from '../../chat/systemPrompt.ts';
import type { ReplyRequest } from '../../engine/engine.ts';
import type { ChatMessage } from '../../engine/message.ts';
import { toolList } from '../../tools/toolList.ts';
import { toolSpecification } from '../../tools/toolSpecification.ts';
import type { ResultOutcome, RunRecord, TaskResult } from '../result.ts';
import type { InfillScorer } from '../scoring/infillScorer.ts';
import type { FileEdit, Task, ToolcallTask } from '../task.ts';
import type { TaskCopy, Workshop } from '../workshop.ts';
import type { Perform } from './attemptItem.ts';
import { needsMachine } from './benchmarkEngine.ts';
import { fillHole } from './fillHole.ts';
import { gradeAnswer } from './gradeAnswer.ts';
import type { MeteredEngine } from './meteredEngine.ts';
import type { RunItem } from './planRun.ts';
import { runAgent } from './runAgent.ts';
import { noAnswer, type TaskAnswer } from './taskAnswer.ts';
import type { AskedTask, PutTask } from './taskQuestion.ts';
import { cut, transcriptOf } from './transcriptOf.ts';
import type { Turns } from './turns.ts';

/** What tests say of an answer. */
export interface TestGrade {
  readonly outcome: ResultOutcome;
  readonly tests?: NonNullable<TaskResult['tests']>;
  readonly testOutput: string;
}

/** Only for tasks that have tests. */
export type GradeByTests = (task: Task, edits: readonly FileEdit[], signal: AbortSignal) => Promise<TestGrade>;

export interface PerformPorts {
  readonly workshop: Workshop;
  readonly put: PutTask;
  readonly grade: GradeByTests;
  /** With the languages of the tasks prepared. */
  readonly scoreInfill: InfillScorer['score'];
  readonly turns: Turns;
  readonly parameters: RunRecord['parameters'];
  /** Name of the repository, as models are told. */
  readonly repository: string;
  readonly clock: Clock;
  readonly log: Log;
}

export function createPerform(ports: PerformPorts): Perform {
  const { turns, clock } = ports;
  return async (item, engine, signal) => {
    const turn = needsMachine(item.engine.record) ? await turns.take('all', signal) : undefined;
    const askedMs = clock.now();
    let answer: TaskAnswer;
    try {
      answer = await answerTask(item, engine, ports, signal);
    } finally {
      turn?.dispose();
    }
    const { latency, waitedMs, countingMs } = engine.measured();
    const askingMs = clock.now() - askedMs - latency.totalMs - waitedMs - countingMs;
    const form = item.engine.record.place === 'local' ? 'text' : 'typed';
    const graded = await gradeAnswer({ task: item.task, answer, form }, ports, signal);
    const { testOutput, changes, gradingMs, ...rest } = graded;
    return {
      ...rest,
      overheadMs: Math.max(0, askingMs) + gradingMs,
      evidence: {
        answer: cut(answer.text),
        changes: [...changes],
        transcript: [...answer.transcript],
        testOutput: cut(testOutput),
      },
    };
  };
}

async function answerTask(
  item: RunItem,
  engine: MeteredEngine,
  ports: PerformPorts,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const { task, through } = item;
  const { model } = item.engine;
  switch (task.family) {
    case 'infill':
      if (through === 'infill') return fillHole(task, { ...ports, engine, model }, signal);
      return ask(task, item, { engine, ports }, signal);
    case 'body':
    case 'bugfix':
    case 'replay':
      return ask(task, item, { engine, ports }, signal);
    case 'toolcall':
      return callTools(task, item, { engine, ports }, signal);
    case 'agent': {
      const copy = await ports.workshop.open(task.base, task.setup, signal);
      return whileOpen(copy, () => runAgent(task, { ...ports, item, engine, copy }, signal));
    }
  }
}

interface Asking {
  readonly engine: MeteredEngine;
  readonly ports: PerformPorts;
}

async function ask(
  task: AskedTask,
  item: RunItem,
  { engine, ports }: Asking,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const setup = task.family === 'infill' ? [{ path: task.path, text: task.before + task.after }] : task.setup;
  const { promptTokens } = budgetFor(item, ports.parameters);
  const copy = await ports.workshop.open(task.base, setup, signal);
  const question = await whileOpen(copy, () => ports.put(task, { files: copy.files, promptTokens }, signal));
  const messages: ChatMessage[] = [{ role: 'user', text: question.text }];
  const request = { ...requestFor(item, ports.parameters), system: question.system, messages, tools: [] };
  const { message, finish } = await engine.reply(request, () => {}, signal);
  const evidence = { text: message.text, transcript: transcriptOf(question.system, [...messages, message]) };
  if (message.text.trim() === '') return noAnswer('no-answer', 'no text', evidence);
  const read = question.read(message.text);
  switch (read.kind) {
    case 'edits':
      return { content: read, ...evidence };
    case 'filling':
      if (task.family !== 'infill') throw new Error('a filling for a task without a hole');
      return { content: { ...read, file: task.before + read.text + task.after }, ...evidence };
    case 'unreadable': {
      const detail = finish === 'length' ? `${read.problem}; the answer was cut off` : read.problem;
      return noAnswer('unreadable-answer', detail, evidence);
    }
  }
}

async function callTools(
  task: ToolcallTask,
  item: RunItem,
  { engine, ports }: Asking,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const system = systemPrompt({ folderNames: [ports.repository], operatingSystem: 'Linux' }, toolList);
  const tools = task.tools ?? toolList.map(toolSpecification);
  const messages: ChatMessage[] = [{ role: 'user', text: task.question }];
  const request = { ...requestFor(item, ports.parameters), system, messages, tools };
  const { message } = await engine.reply(request, () => {}, signal);
  const calls = message.calls.map((call) =>
    JSON.stringify(call.kind === 'call' ? [call.name, call.arguments] : call.raw),
  );
  const text = [message.text, ...calls].filter((part) => part !== '').join('\n');
  return { content: { kind: 'message', message }, text, transcript: transcriptOf(system, [...messages, message]) };
}

function requestFor(
  item: RunItem,
  parameters: RunRecord['parameters'],
): Pick<ReplyRequest, 'thinking' | 'maxTokens' | 'seed'> {
  const budget = budgetFor(item, parameters);
  return {
    thinking: thinkingMode(parameters.thinking && item.engine.model.capabilities.thinking, budget),
    maxTokens: budget.replyTokens,
    seed: item.seed,
  };
}

/** Engines that are compared all get what fits the smallest of them. */
function budgetFor(
  { engine: { model } }: RunItem,
  { replyTokens, commonContextTokens = Infinity }: RunRecord['parameters'],
): ContextBudget {
  return contextBudget(Math.min(model.contextTokens, commonContextTokens), replyTokens);
}

async function whileOpen<T>(copy: TaskCopy, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await copy.dispose();
  }
}
