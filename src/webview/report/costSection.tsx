import { energyText } from '../../benchmark/report/energyWords.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { DataTable } from './dataTable.tsx';

const count = new Intl.NumberFormat('en');

/** A price that is not known is said to be unknown, never nothing. */
export function CostSection({ engines }: { readonly engines: readonly EngineSummary[] }) {
  return (
    <section>
      <h2>Tokens, energy and cost</h2>
      <DataTable
        caption="Over the whole run"
        columns={[
          'Engine',
          'Requests',
          'Prompt tokens',
          'Of them reused',
          'Written',
          'Energy',
          'Cost',
          'Per task',
          'Per solved task',
        ]}
        rows={engines.map((summary) => [
          summary.engine.label,
          count.format(summary.usage.requests),
          count.format(summary.usage.promptTokens),
          count.format(summary.usage.reusedTokens),
          count.format(summary.usage.generatedTokens),
          energyText(summary),
          ...costCells(summary),
        ])}
      />
    </section>
  );
}

function costCells({ costUsd, energyUsd, started, score }: EngineSummary): readonly string[] {
  if (costUsd === undefined && energyUsd !== undefined) {
    const [sum = '', ...rest] = moneyCells(energyUsd, started, score.solved);
    return [`${sum} of power`, ...rest];
  }
  if (costUsd === undefined) return ['runs here', '–', '–'];
  if (costUsd === null) return ['unknown', 'unknown', 'unknown'];
  return moneyCells(costUsd, started, score.solved);
}

function moneyCells(usd: number, started: number, solved: number): readonly string[] {
  return [
    moneyText(usd),
    started === 0 ? '–' : moneyText(usd / started),
    solved === 0 ? 'none solved' : moneyText(usd / solved),
  ];
}
