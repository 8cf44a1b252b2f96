import { useMemo, useState } from 'preact/hooks';
import type { TaskRow } from '../../benchmark/report/makeReport.ts';
import { familyNames } from '../../benchmark/report/reportWords.ts';
import { type WinLoss, winLoss } from '../../benchmark/report/winLoss.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { TaskEntry } from './taskEntry.tsx';

/** Rows that are drawn at once; the rest comes on demand, so that a thousand tasks open at once. */
const rowsAtOnce = 100;

interface TaskSectionProps {
  readonly tasks: readonly TaskRow[];
  readonly engines: readonly EngineRecord[];
  /** The count then changes by itself, again and again: nothing to be read out. */
  readonly isGrowing: boolean;
}

/** Who solved each task, and all answers to it side by side. */
export function TaskSection({ tasks, engines, isGrowing }: TaskSectionProps) {
  const [family, setFamily] = useState('');
  const [group, setGroup] = useState('');
  const [shown, setShown] = useState(rowsAtOnce);
  const families = useMemo(() => [...new Set(tasks.map((task) => task.family))], [tasks]);
  const sorted = useMemo(() => {
    const ids = engines.map(({ id }) => id);
    return tasks.map((task) => ({ task, group: keyOf(winLoss(ids, task.outcomes)) }));
  }, [tasks, engines]);
  const groups = useMemo(
    () => groupsOf(engines).map((one) => ({ ...one, count: sorted.filter((row) => row.group === one.key).length })),
    [engines, sorted],
  );
  const wanted = useMemo(
    () =>
      sorted.filter((row) => (family === '' || row.task.family === family) && (group === '' || row.group === group)),
    [sorted, family, group],
  );
  return (
    <section>
      <h2>{engines.length === 1 ? 'Tasks' : 'Wins and losses, task by task'}</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Kind{' '}
          <select value={family} onChange={({ currentTarget }) => setFamily(currentTarget.value)}>
            <option value="">All</option>
            {families.map((name) => (
              <option key={name} value={name}>
                {familyNames[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Solved by{' '}
          <select value={group} onChange={({ currentTarget }) => setGroup(currentTarget.value)}>
            <option value="">All tasks</option>
            {groups.map(({ key, name, count }) => (
              <option key={key} value={key}>
                {name} ({count})
              </option>
            ))}
          </select>
        </label>
        <span class="quiet" role={isGrowing ? undefined : 'status'}>
          {wanted.length} of {tasks.length} tasks
        </span>
      </form>
      <div class="scrolling" role="region" aria-label="Tasks" tabIndex={0}>
        <table class="tasks" style={{ minWidth: `${8 + 4.5 * engines.length}rem` }}>
          <caption>Open a task to see its answers side by side.</caption>
          <thead>
            <tr>
              <th scope="col" style={{ width: `${Math.max(30, 76 - 13 * engines.length)}%` }}>
                Task
              </th>
              {engines.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wanted.slice(0, shown).map(({ task }) => (
              <TaskEntry key={task.id} task={task} engines={engines} />
            ))}
          </tbody>
        </table>
      </div>
      {wanted.length > shown ? (
        <button type="button" class="more" onClick={() => setShown(shown + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, wanted.length - shown)} more
        </button>
      ) : null}
    </section>
  );
}

interface Group {
  readonly key: string;
  readonly name: string;
}

function groupsOf(engines: readonly EngineRecord[]): readonly Group[] {
  const open = { key: 'open', name: 'Not measured for each' };
  if (engines.length === 1) {
    return [
      { key: 'all', name: 'Solved' },
      { key: 'none', name: 'Not solved' },
      { ...open, name: 'Not measured' },
    ];
  }
  const isPair = engines.length === 2;
  return [
    ...engines.map(({ id, label }) => ({ key: `only ${id}`, name: `Only ${label}` })),
    ...(isPair ? [] : [{ key: 'some', name: 'Several, but not all' }]),
    { key: 'all', name: isPair ? 'Both' : 'All of them' },
    { key: 'none', name: isPair ? 'Neither' : 'None of them' },
    open,
  ];
}

function keyOf(found: WinLoss): string {
  return found.kind === 'only' ? `only ${found.engineId}` : found.kind;
}
