import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { LeaderboardGroup, LeaderboardRow } from '../../benchmark/report/leaderboard.ts';
import type { Leaderboard } from '../../benchmark/report/reportPage.ts';
import { intervalText, percent } from '../../benchmark/report/reportWords.ts';
import { Chart, nameRoom, solvedAxis } from './chart.tsx';
import { DataTable } from './dataTable.tsx';

/** Every past run on one repository, in groups that asked the same tasks in the same way. */
export function LeaderboardApp({ board }: { readonly board: Leaderboard }) {
  const runs = new Set(board.groups.flatMap(({ rows }) => rows.map(({ runId }) => runId))).size;
  return (
    <>
      <header>
        <h1>
          {runs} benchmark {runs === 1 ? 'run' : 'runs'} on {board.repository}
        </h1>
        <p>
          Only runs on the same tasks, with the same prompts and budgets, can be compared: each such group has a picture
          of its own. Intervals that overlap do not decide between two models.
        </p>
      </header>
      {board.groups.map((group) => (
        <Group key={group.rows.map(({ runId }) => runId).join()} group={group} />
      ))}
      <footer class="quiet">Made on {new Date(board.madeAt).toLocaleString('en')}. This file makes no request.</footer>
    </>
  );
}

function Group({ group }: { readonly group: LeaderboardGroup }) {
  const draw = useMemo(() => (width: number) => trendChart(group.rows, width), [group]);
  const { taskSetName, taskSetDigest, taskCount, promptVersion, parameters, rows } = group;
  return (
    <section>
      <h2>
        {taskSetName}: {taskCount} tasks
      </h2>
      <p class="quiet">
        Task set {taskSetDigest.slice(0, 12)}, prompts version {promptVersion}, {parameters.replyTokens} tokens an
        answer, thinking {parameters.thinking ? 'on' : 'off'}
      </p>
      <Chart label="Share of tasks solved in each run, with 95% intervals, the best first" draw={draw} />
      <DataTable
        caption="Runs, the best first"
        columns={[
          'Engine',
          'Date',
          'Solved',
          'Share',
          '95% interval',
          'Own infill',
          'Tokens/s',
          'Where',
          'Parity',
          'State',
        ]}
        rows={rows.map((row) => [
          row.engine.label,
          dayOf(row),
          `${row.score.solved} of ${row.score.counted}`,
          row.score.counted === 0 ? '–' : percent(row.score.solved / row.score.counted),
          row.score.interval === null ? '–' : intervalText(row.score.interval),
          row.native === null ? '–' : `${row.native.solved} of ${row.native.counted}`,
          row.tokensPerSecond === null ? '–' : row.tokensPerSecond.toFixed(1),
          row.engine.device ?? row.engine.place.replaceAll('-', ' '),
          row.parityVersion,
          row.isComplete ? 'complete' : 'partial',
        ])}
      />
    </section>
  );
}

function dayOf({ date }: LeaderboardRow): string {
  return date.slice(0, 10);
}

function trendChart(rows: readonly LeaderboardRow[], width: number): Plot.PlotOptions {
  // Two runs of one engine on one day are two lines of the picture.
  const known = rows.flatMap((row, index) => {
    const { interval, solved, counted } = row.score;
    return interval === null
      ? []
      : [
          {
            name: String(index),
            rate: (100 * solved) / counted,
            low: 100 * interval.low,
            high: 100 * interval.high,
            text: `${solved}/${counted}`,
          },
        ];
  });
  const labels = new Map(rows.map((row, index) => [String(index), `${row.engine.label}, ${dayOf(row)}`]));
  const room = nameRoom([...labels.values()], width);
  return {
    height: 60 + known.length * 28,
    marginLeft: room.pixels,
    marginRight: 64,
    x: solvedAxis(width),
    y: {
      domain: known.map(({ name }) => name),
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => room.shorten(labels.get(name) ?? ''),
    },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleY(known, { y: 'name', x1: 'low', x2: 'high', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(known, { y: 'name', x: 'rate', r: 5, fill: 'var(--accent)' }),
      Plot.text(known, { y: 'name', x: 100, text: 'text', dx: 6, textAnchor: 'start' }),
    ],
  };
}
