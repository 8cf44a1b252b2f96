import type { PublishedScore } from '../../benchmark/report/publishedScore.ts';
import { percent } from '../../benchmark/report/reportWords.ts';
import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { DataTable } from './dataTable.tsx';

interface PublishedSectionProps {
  readonly engines: readonly EngineSummary[];
  readonly published: readonly PublishedScore[];
}

/** What others say of the models beside what was measured here. */
export function PublishedSection({ engines, published }: PublishedSectionProps) {
  return (
    <section>
      <h2>What is published of these models</h2>
      <p>
        Published scores are of other tasks, prompts and budgets, and mostly of the maker’s own choosing; the same model
        scores some points more or less with each harness. They do not say how a model does on this code, which is what
        the first row of each engine says.
      </p>
      <DataTable
        caption="Measured here, and published"
        columns={['Engine', 'On', 'Score', 'What to know', 'Source']}
        rows={engines.flatMap((summary) => {
          const own = published.filter(({ engineId }) => engineId === summary.engine.id);
          return [
            [
              summary.engine.label,
              'the tasks of this run',
              measuredText(summary),
              'measured in this run',
              'this report',
            ],
            ...(own.length === 0
              ? [[summary.engine.label, 'others’ tasks', '–', 'no published score kept', '–']]
              : own.map(({ benchmark, score, caveat, source }) => [
                  summary.engine.label,
                  benchmark,
                  score,
                  caveat,
                  `${source.url}${source.via === undefined ? '' : `, as read at ${source.via}`}, ${source.date}`,
                ])),
          ];
        })}
      />
    </section>
  );
}

function measuredText({ score }: EngineSummary): string {
  return score.counted === 0 ? '–' : percent(score.solved / score.counted);
}
