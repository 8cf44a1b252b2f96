import { useMemo, useState } from 'preact/hooks';
import type { AnswerRow, TaskRow } from '../../benchmark/report/makeReport.ts';
import { durationText, familyNames, percent, reasonName } from '../../benchmark/report/reportWords.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { AnswerDetail } from './answerDetail.tsx';

/** Rows that are drawn at once; the rest comes on demand, so that a thousand tasks open at once. */
const rowsAtOnce = 100;
const glyphs: Readonly<Record<AnswerRow['kind'], string>> = { solved: '✓', failed: '✗', infrastructure: '?' };

interface TaskSectionProps {
  readonly tasks: readonly TaskRow[];
  readonly engines: readonly EngineRecord[];
}

/** Every task with every answer, to be looked into. */
export function TaskSection({ tasks, engines }: TaskSectionProps) {
  const [family, setFamily] = useState('');
  const [outcome, setOutcome] = useState('');
  const [shown, setShown] = useState(rowsAtOnce);
  const families = useMemo(() => [...new Set(tasks.map((task) => task.family))], [tasks]);
  const wanted = useMemo(
    () =>
      tasks.filter(
        (task) =>
          (family === '' || task.family === family) &&
          (outcome === '' || task.answers.some(({ kind }) => kind === outcome)),
      ),
    [tasks, family, outcome],
  );
  const labels = new Map(engines.map(({ id, label }) => [id, label]));
  return (
    <section>
      <h2>Tasks</h2>
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
          Outcome{' '}
          <select value={outcome} onChange={({ currentTarget }) => setOutcome(currentTarget.value)}>
            <option value="">All</option>
            <option value="solved">Some answer solved it</option>
            <option value="failed">Some answer failed</option>
            <option value="infrastructure">Some answer was not measured</option>
          </select>
        </label>
        <span class="quiet" role="status">
          {wanted.length} of {tasks.length} tasks
        </span>
      </form>
      <ul class="tasks">
        {wanted.slice(0, shown).map((task) => (
          <li key={task.id}>
            <p class="task">
              <strong>{familyNames[task.family]}</strong> <span class="subject">{task.subject}</span>
            </p>
            {task.answers.map((answer) => (
              <Answer
                key={`${answer.engineId} ${answer.through} ${answer.sample}`}
                answer={answer}
                label={labels.get(answer.engineId) ?? answer.engineId}
              />
            ))}
          </li>
        ))}
      </ul>
      {wanted.length > shown ? (
        <button type="button" onClick={() => setShown(shown + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, wanted.length - shown)} more
        </button>
      ) : null}
    </section>
  );
}

function Answer({ answer, label }: { readonly answer: AnswerRow; readonly label: string }) {
  const [isOpen, setOpen] = useState(false);
  const { kind, reason, through, sample, totalMs, generatedTokens, similarity } = answer;
  const facts = [
    ...(through === 'infill' ? ['own infill'] : []),
    ...(sample > 0 ? [`answer ${sample + 1}`] : []),
    ...(similarity === null ? [] : [`${percent(similarity)} similar`]),
    durationText(totalMs),
    `${generatedTokens} tokens`,
  ];
  return (
    <details class={`answer ${kind}`} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="glyph" aria-hidden="true">
          {glyphs[kind]}
        </span>{' '}
        {label}: {reasonName(reason)} <span class="quiet">({facts.join(', ')})</span>
      </summary>
      {isOpen ? <AnswerDetail place={answer.evidence} /> : null}
    </details>
  );
}
