import type { TaskFileHeader } from '../../benchmark/mining/taskFile.ts';
import { durationText, familyNames, moneyText, reasonName, sandboxName } from '../../benchmark/report/reportWords.ts';
import type { RunProgress } from '../../benchmark/running/runProgress.ts';
import type { PreparationEvent } from '../benchmark/prepareTasks.ts';

/** One line on where the making of tasks is. */
export function preparationText(event: PreparationEvent): string {
  switch (event.kind) {
    case 'opened':
      return `${event.name}: ${sandboxText(event.sandbox)}`;
    case 'mining': {
      const found = Object.entries(event.found).map(([family, count]) => `${count} ${family}`);
      const of = event.total === null ? '' : ` of ${event.total}`;
      return `Looking for tasks: ${event.step} ${event.done}${of}${found.length === 0 ? '' : `, found ${found.join(', ')}`}`;
    }
    case 'measuring':
      return `Finding out what the tests call: ${event.done} of ${event.total} test files`;
    case 'nothing-starts':
      return `The tests do not start here (${event.file}), so only holes and tool calls are asked: ${lastLine(event.output)}`;
    case 'trying':
      return `Trying ${event.family} task in ${event.path}: ${stepNames[event.step]}`;
    case 'admitted':
      return `Took ${event.family} task in ${event.path}`;
    case 'rejected':
      return `Left out ${event.family} task in ${event.path}: ${event.reason}`;
  }
}

/** What there is to know of a task set that was just made, beside its tasks. */
export function setNotes({ isShallow, commitCount }: TaskFileHeader): readonly string[] {
  return isShallow
    ? [
        `The clone is shallow: it holds ${commitCount === 1 ? '1 commit' : `${commitCount} commits`}. With all of the history (git fetch --unshallow) there are more commits to redo, and the age of the code is known.`,
      ]
    : [];
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

const stepNames = {
  gold: 'tests of the true code',
  red: 'tests without it',
  noop: 'tests of an empty answer',
} as const;

function sandboxText(sandbox: Extract<PreparationEvent, { kind: 'opened' }>['sandbox']): string {
  const { level, shortfall } = sandbox;
  const reason = shortfall === undefined ? '' : ` (${shortfall})`;
  return level === 'none' ? `tests run unsandboxed${reason}` : `tests run in ${sandboxName(sandbox)}${reason}`;
}

/** One line on where a run is; the last part is what is left. */
export function runText({ event, done, total, remainingMs, spent }: RunProgress): string {
  const left = remainingMs === undefined || done === total ? '' : ` · about ${durationText(remainingMs)} left`;
  const money = spent.usd === 0 ? '' : ` · ${moneyText(spent.usd)}`;
  return `[${done}/${total}] ${eventText(event)}${money}${left}`;
}

function eventText(event: RunProgress['event']): string {
  switch (event.kind) {
    case 'started':
      return itemText(event.item);
    case 'retrying':
      return `${itemText(event.item)}: ${event.code}, again in ${durationText(event.afterMs)}`;
    case 'finished': {
      const { outcome, latency } = event.result;
      const reason = outcome.kind === 'solved' ? 'solved' : outcome.kind === 'failed' ? outcome.reason : outcome.code;
      return `${itemText(event.item)}: ${reasonName(reason)} (${durationText(latency.totalMs)})`;
    }
    case 'engine-stopped':
      return `${event.engineId} is asked no more: ${event.code} (${event.detail})`;
  }
}

function itemText({ engine, task, through }: Extract<RunProgress['event'], { kind: 'started' }>['item']): string {
  const native = through === 'infill' ? ' (own infill)' : '';
  return `${engine.record.label}: ${familyNames[task.family]}${native}`;
}
