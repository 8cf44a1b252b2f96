import { useId, useState } from 'preact/hooks';
import type { TaskRow } from '../../benchmark/report/makeReport.ts';
import { familyNames } from '../../benchmark/report/reportWords.ts';
import type { TaskOutcome } from '../../benchmark/report/winLoss.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { SideBySide } from './sideBySide.tsx';

interface TaskEntryProps {
  readonly task: TaskRow;
  readonly engines: readonly EngineRecord[];
}

/** One row, and under it, once opened, the answers. */
export function TaskEntry({ task, engines }: TaskEntryProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr class="task">
        <th scope="row">
          <button
            type="button"
            class="opener"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <span class="arrow" aria-hidden="true">
              {isOpen ? '▾' : '▸'}
            </span>
            <span class="subject">{task.subject}</span>
          </button>
          <span class="quiet kind">{familyNames[task.family]}</span>
        </th>
        {engines.map((engine) => (
          <td key={engine.id}>
            <Outcome outcome={task.outcomes.find(({ engineId }) => engineId === engine.id)} />
          </td>
        ))}
      </tr>
      {isOpen ? (
        <tr class="opened" id={id}>
          <td colSpan={1 + engines.length}>
            <SideBySide task={task} engines={engines} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Never by color alone: a sign and a word. */
function Outcome({ outcome }: { readonly outcome: TaskOutcome | undefined }) {
  if (outcome === undefined) return <span class="quiet">– not asked</span>;
  const { isSolved, solved, counted } = outcome;
  if (isSolved === null) return <span class="quiet">? not measured</span>;
  return (
    <span class={isSolved ? 'won' : 'lost'}>
      <span class="glyph" aria-hidden="true">
        {isSolved ? '✓' : '✗'}
      </span>
      {isSolved ? 'solved' : 'not'}
      {counted > 1 ? ` (${solved} of ${counted})` : ''}
    </span>
  );
}
