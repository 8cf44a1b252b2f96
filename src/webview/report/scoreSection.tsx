import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { familyName, intervalText, percent } from '../../benchmark/report/reportWords.ts';
import type { Score } from '../../benchmark/report/score.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { Chart, nameRoom, solvedAxis } from './chart.tsx';
import { TableBehind } from './dataTable.tsx';

interface ScoreRow {
  readonly group: string;
  readonly engine: string;
  readonly score: Score;
}

const rowHeight = 26;

/** Rates with their intervals, not bare bars: the width is what the run does not know. */
export function ScoreSection({ summary: { engines } }: { readonly summary: RunSummary }) {
  const rows = useMemo(
    (): readonly ScoreRow[] =>
      engines.flatMap(({ engine, score, families }) => [
        ...(score.counted === 0 ? [] : [{ group: 'All tasks', engine: engine.label, score }]),
        ...families.map((family) => ({
          group: familyName(family.family, family.route),
          engine: engine.label,
          score: family.score,
        })),
      ]),
    [engines],
  );
  const draw = useMemo(() => (width: number) => scoreChart(rows, width), [rows]);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Solved, by kind of task</h2>
      <p>
        Each dot is the share of tasks that was solved; the line is the 95% interval (Wilson) of what it would be over
        all such tasks. Lines that overlap do not decide between two models.
      </p>
      <Chart label="Share of tasks solved by each engine and kind of task, with 95% intervals" draw={draw} />
      <TableBehind
        caption="Solved tasks"
        columns={['Kind of task', 'Engine', 'Solved', 'Of', 'Share', '95% interval', 'Not measured']}
        rows={rows.map(({ group, engine, score }) => [
          group,
          engine,
          score.solved,
          score.counted,
          score.counted === 0 ? '–' : percent(score.solved / score.counted),
          score.interval === null ? '–' : intervalText(score.interval),
          score.unknown,
        ])}
      />
      <InfillTable engines={engines} />
      <RepeatedTable rows={rows} />
    </section>
  );
}

function InfillTable({ engines }: Pick<RunSummary, 'engines'>) {
  const rows = engines.flatMap(({ engine, families }) =>
    families.flatMap(({ family, route, infill }) =>
      infill === undefined
        ? []
        : [
            [
              familyName(family, route),
              engine.label,
              percent(infill.exactMatch),
              percent(infill.levenshtein),
              percent(infill.indel),
              percent(infill.identifierF1),
              infill.parses === null ? '–' : percent(infill.parses),
            ],
          ],
    ),
  );
  if (rows.length === 0) return null;
  return (
    <TableBehind
      caption="How near the filled holes came"
      columns={[
        'Route',
        'Engine',
        'Equal',
        'Similar (Levenshtein)',
        'Similar (indel)',
        'Same identifiers (F1)',
        'Parses',
      ]}
      rows={rows}
    />
  );
}

function RepeatedTable({ rows }: { readonly rows: readonly ScoreRow[] }) {
  const repeated = rows.flatMap(({ group, engine, score }) =>
    score.repeated === null
      ? []
      : [[group, engine, score.repeated.k, percent(score.repeated.any), percent(score.repeated.all)]],
  );
  if (repeated.length === 0) return null;
  return (
    <TableBehind
      caption="Several answers to each task"
      columns={['Kind of task', 'Engine', 'Answers (k)', 'At least one solves it (pass@k)', 'All solve it (pass^k)']}
      rows={repeated}
    />
  );
}

function scoreChart(rows: readonly ScoreRow[], width: number): Plot.PlotOptions {
  const known = rows.flatMap(({ group, engine, score }) =>
    score.interval === null
      ? []
      : [
          {
            group,
            engine,
            rate: (100 * score.solved) / score.counted,
            low: 100 * score.interval.low,
            high: 100 * score.interval.high,
            text: `${score.solved}/${score.counted}`,
          },
        ],
  );
  const groups = [...new Set(rows.map(({ group }) => group))];
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const room = nameRoom(engines, width);
  return {
    height: 66 + groups.length * (engines.length * rowHeight + 34),
    marginLeft: room.pixels,
    marginRight: 64,
    x: solvedAxis(width),
    y: { domain: engines, label: null, tickSize: 0, tickFormat: room.shorten },
    fy: { domain: groups, label: null, axis: null, padding: 0.3 },
    marks: [
      Plot.text(groups, {
        fy: (group: string) => group,
        text: (group: string) => group,
        frameAnchor: 'top-left',
        dx: -room.pixels,
        dy: -14,
        fontWeight: 'bold',
      }),
      Plot.ruleX([0]),
      Plot.ruleY(known, { fy: 'group', y: 'engine', x1: 'low', x2: 'high', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(known, { fy: 'group', y: 'engine', x: 'rate', r: 5, fill: 'var(--accent)' }),
      Plot.text(known, { fy: 'group', y: 'engine', x: 100, text: 'text', dx: 6, textAnchor: 'start' }),
    ],
  };
}
