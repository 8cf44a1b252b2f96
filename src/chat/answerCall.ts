import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ToolCall } from '../engine/message.ts';
import { parseArguments } from '../tools/parseArguments.ts';
import type { FileChange, Tool, ToolContext, ToolOutcome } from '../tools/tool.ts';
import type { AnswerEvent } from './chatEvent.ts';
import { editSummary } from './editSummary.ts';
import { raceAbort } from '../base/raceAbort.ts';
import { TimeoutError, withinTime } from './withinTime.ts';

/** Why a call did not do what it was made for. The model is told this word and one clause about it. */
export type CallFailure = 'malformed-call' | 'unknown-tool' | 'invalid-arguments' | 'denied' | 'failed' | 'timed-out';

export type Decision = 'accept' | 'reject';

export interface ApprovalRequest {
  readonly callId: string;
  readonly tool: string;
  readonly target: string;
  /** Absent when the call changes no file. */
  readonly change: FileChange | undefined;
}

export interface CallSurroundings {
  /** All there are: what may not be used is denied with the reason, not called unknown. */
  readonly tools: readonly Tool[];
  readonly context: ToolContext;
  readonly mayChange: boolean;
  readonly timeoutMs: number;
  /** Rejects with an `AbortError` when the signal aborts. */
  readonly approve: (request: ApprovalRequest, signal: AbortSignal) => Promise<Decision>;
  readonly emit: (event: AnswerEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** `text` goes to the model, `summary` is one line for the user. */
export interface CallAnswer {
  readonly progress: 'done' | 'failed' | 'denied' | 'stopped';
  readonly text: string;
  readonly summary: string;
}

/** Takes one call to its answer, whatever the model wrote and whatever the tool does. Never rejects. */
export async function answerCall(call: ToolCall, around: CallSurroundings, signal: AbortSignal): Promise<CallAnswer> {
  const begun = beginCall(call, around);
  around.emit({ kind: 'call-began', id: call.id, tool: begun.name, target: begun.target });
  const answer = begun.kind === 'refused' ? begun.answer : await runCall(call.id, begun, around, signal);
  endCall(call.id, answer, around.emit);
  return answer;
}

/** The answer to a call that is not even tried, because the turn is over. */
export function leaveCall(call: ToolCall, reason: string, emit: (event: AnswerEvent) => void): CallAnswer {
  const answer: CallAnswer = { progress: 'stopped', text: `Not run: ${reason}`, summary: 'Not run' };
  emit({ kind: 'call-began', id: call.id, tool: call.kind === 'call' ? call.name : '', target: '' });
  endCall(call.id, answer, emit);
  return answer;
}

function endCall(id: string, { progress, summary, text }: CallAnswer, emit: (event: AnswerEvent) => void): void {
  emit({ kind: 'call-ended', id, progress, summary, detail: text });
}

interface ReadyCall {
  readonly kind: 'ready';
  readonly name: string;
  readonly target: string;
  readonly tool: Tool;
  readonly input: unknown;
}

interface RefusedCall {
  readonly kind: 'refused';
  readonly name: string;
  readonly target: string;
  readonly answer: CallAnswer;
}

function beginCall(call: ToolCall, { tools, mayChange, log }: CallSurroundings): ReadyCall | RefusedCall {
  if (call.kind === 'malformed') {
    const answer = failure('malformed-call', `${call.problem} Nothing was run.`, 'Could not be read');
    return { kind: 'refused', name: '', target: '', answer };
  }
  const refuse = (answer: CallAnswer, target = ''): RefusedCall => ({
    kind: 'refused',
    name: call.name,
    target,
    answer,
  });
  const tool = tools.find(({ name }) => name === call.name);
  const usable = tools.filter(({ effect }) => mayChange || effect === 'read').map(({ name }) => name);
  if (tool === undefined) {
    const known = usable.length === 0 ? 'There are no tools in this chat.' : `The tools are: ${usable.join(', ')}.`;
    return refuse(failure('unknown-tool', `There is no tool "${call.name}". ${known}`, 'Unknown tool'));
  }
  const parsed = parseArguments(tool, call.arguments);
  if (parsed.kind === 'invalid') return refuse(failure('invalid-arguments', parsed.problem, 'Invalid arguments'));
  let target: string;
  try {
    target = tool.target(parsed.input);
  } catch (error) {
    return refuse(toolFault(tool, log, error));
  }
  if (tool.effect !== 'read' && !mayChange) {
    const reason = 'The user does not trust this workspace, so nothing here can be changed or run.';
    return refuse(failure('denied', reason, 'Workspace is not trusted'), target);
  }
  return { kind: 'ready', name: tool.name, target, tool, input: parsed.input };
}

async function runCall(
  id: string,
  { tool, target, input }: ReadyCall,
  around: CallSurroundings,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const { context, emit, log } = around;
  const working = (): void => emit({ kind: 'activity', activity: { kind: 'calling', tool: tool.name } });
  // What the answer says of an abort: before `run`, nothing has happened.
  let hasRun = false;
  try {
    working();
    if (tool.effect !== 'read') {
      const preview = await withinTime(async (within) => tool.preview?.(input, context, within), around, signal);
      if (preview?.kind === 'failed') return failure('failed', preview.text, preview.summary);
      const change = preview?.change;
      // Asked first, told second: whoever hears of it can decide at once.
      const decided = raceAbort(around.approve({ callId: id, tool: tool.name, target, change }, signal), signal);
      emit({ kind: 'call-awaits-approval', id, edit: change && editSummary(change) });
      emit({ kind: 'activity', activity: { kind: 'awaiting-approval' } });
      if ((await decided) === 'reject') return rejected;
      emit({ kind: 'call-approved', id });
      working();
    }
    const run = (within: AbortSignal): Promise<ToolOutcome> => {
      hasRun = true;
      return tool.run(input, context, within);
    };
    return fromOutcome(await withinTime(run, around, signal));
  } catch (error) {
    if (signal.aborted) return stopped(hasRun);
    if (error instanceof TimeoutError) {
      return failure('timed-out', `It took longer than ${around.timeoutMs / 1000} s and was ended.`, 'Timed out');
    }
    return toolFault(tool, log, error);
  }
}

function fromOutcome(outcome: ToolOutcome): CallAnswer {
  if (outcome.kind === 'failed') return failure('failed', outcome.text, outcome.summary);
  return { progress: 'done', text: outcome.text, summary: outcome.summary };
}

function failure(kind: CallFailure, text: string, summary: string): CallAnswer {
  return { progress: kind === 'denied' ? 'denied' : 'failed', text: `Error (${kind}): ${text}`, summary };
}

/** The stack is for the log alone. */
function toolFault(tool: Tool, log: Log, error: unknown): CallAnswer {
  log.error(`tool ${tool.name} failed`, error);
  return failure('failed', 'The tool stopped because of a fault of its own. Try another way.', 'Internal error');
}

const rejected = failure(
  'denied',
  'The user rejected this change and nothing was changed. Do not make it again; ask what to do instead.',
  'Rejected',
);

function stopped(hasRun: boolean): CallAnswer {
  const text = hasRun
    ? 'Stopped by the user while it ran. It may have taken effect.'
    : 'Not run: the user stopped the answer first.';
  return { progress: 'stopped', text, summary: 'Stopped' };
}
