import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import type { AskedTask, PutTask } from '../../../src/benchmark/running/taskQuestion.ts';
import type { ExpectedCall, Task } from '../../../src/benchmark/task.ts';
import type { Engine, Usage } from '../../../src/engine/engine.ts';
import type { AssistantMessage, ChatMessage, ToolCall } from '../../../src/engine/message.ts';

/** Whether it answers right, by the request's own seed. 1 is an oracle. */
export type Knowledge = (seed: number) => boolean;

export const oracle: Knowledge = () => true;
/** Right with probability `p`. */
export const noisyOracle =
  (p: number): Knowledge =>
  (seed) =>
    mulberry32(seed)() < p;

const usage: Usage = {
  promptTokens: 1,
  reusedTokens: 0,
  evaluatedTokens: 1,
  generatedTokens: 1,
  firstTokenMs: 0,
  totalMs: 0,
};

export interface AnswerForm {
  readonly answer: (task: AskedTask) => string;
  /** Tells which task is asked where the question does not name it. */
  readonly bySeed?: ReadonlyMap<number, Task>;
  /** What a file holds before an agent changes it, where the task does not bring it. Undefined: there is none. */
  readonly textBefore?: (task: Pick<Task, 'base'>, path: string) => string | undefined;
}

/** Answers the tasks it knows with the truth, in the form that is asked for; else, and as `null`, with nothing. */
export function knowingEngine(
  tasks: readonly Task[],
  knows: Knowledge | null,
  { answer, bySeed, textBefore }: AnswerForm = { answer: plainAnswer },
): Engine {
  const said = (text: string, calls: readonly ToolCall[] = []): AssistantMessage => ({
    role: 'assistant',
    thinking: '',
    text,
    calls,
  });
  return {
    async infill({ prefix, suffix }) {
      const task = tasks.find(
        (known) => known.family === 'infill' && known.before.endsWith(prefix) && known.after.startsWith(suffix),
      );
      const text = knows?.(0) === true && task?.family === 'infill' ? task.truth : '';
      return { text, finish: 'stop-rule', usage };
    },
    async reply({ messages, seed = 0 }) {
      const [first] = messages;
      const task = bySeed?.get(seed) ?? tasks.find((known) => first?.text.includes(markOf(known)) === true);
      const message = knows?.(seed) === true && task !== undefined ? truthOf(task, messages) : said('');
      return { message, finish: message.calls.length > 0 ? 'calls' : 'end', usage };
    },
    count: async () => 1,
    dispose: async () => {},
  };

  function truthOf(task: Task, messages: readonly ChatMessage[]): AssistantMessage {
    switch (task.family) {
      case 'infill':
      case 'body':
      case 'bugfix':
      case 'replay':
        return said(answer(task));
      case 'toolcall':
        return said(task.expected.length === 0 ? 'No tool is needed.' : '', task.expected.map(callOf));
      case 'agent':
        return workTowards(task, messages);
    }
  }

  /** Reads each file, changes it, and says that it is done. */
  function workTowards(
    { gold, setup, ...task }: Extract<Task, { family: 'agent' }>,
    messages: readonly ChatMessage[],
  ): AssistantMessage {
    const turn = messages.filter(({ role }) => role === 'assistant').length;
    if (turn > 1) return said('Done.');
    const calls = gold.map(({ path, text }, index): ToolCall => {
      const id = `call-${turn}-${index}`;
      const old = setup.find((edit) => edit.path === path)?.text ?? textBefore?.(task, path) ?? '';
      return turn === 0
        ? { kind: 'call', id, name: 'read_file', arguments: { path } }
        : { kind: 'call', id, name: 'edit_file', arguments: { path, old_text: old, new_text: text ?? '' } };
    });
    return said('', calls);
  }
}

function callOf({ name, arguments: expected }: ExpectedCall, index: number): ToolCall {
  const values = Object.entries(expected).map(([key, { accepted }]) => [key, accepted[0]]);
  return { kind: 'call', id: `call-${index}`, name, arguments: Object.fromEntries(values) };
}

function markOf(task: Task): string {
  if (task.family === 'toolcall') return task.question;
  return task.family === 'agent' ? task.instruction : `task ${task.id}`;
}

function plainAnswer(task: AskedTask): string {
  return task.family === 'infill' ? task.truth : JSON.stringify(task.gold);
}

/** Names the task, and takes edits as JSON and fillings as they are. */
export const plainQuestion: PutTask = async (task) => ({
  system: 'Answer.',
  text: `Do task ${task.id}.`,
  read: (reply) =>
    task.family === 'infill' ? { kind: 'filling', text: reply } : { kind: 'edits', edits: JSON.parse(reply) },
});
