import { headline } from '../../benchmark/report/headline.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import type { RunEnd } from '../../benchmark/running/runProgress.ts';
import type { WrittenReport } from '../benchmark/writeReport.ts';
import type { Terminal } from './terminal.ts';

export interface FinishedRun {
  readonly folder: string;
  readonly report: WrittenReport;
  /** Absent: nothing was run now. */
  readonly end?: RunEnd;
}

/** The outcome in sentences, or everything in one JSON text. */
export function printResult({ folder, report, end }: FinishedRun, asJson: boolean, terminal: Terminal): void {
  const { summary, page, table, share } = report;
  if (asJson) {
    terminal.print(
      JSON.stringify({ folder, report: page, table, share, end, headline: headline(summary), ...numbers(summary) }),
    );
    return;
  }
  for (const sentence of headline(summary)) terminal.print(sentence);
  for (const shortfall of end?.shortfalls ?? []) terminal.print(shortfallText(shortfall));
  terminal.print(`Report: ${page}`);
}

/** Nothing of the run is left to be done, or to be tried again. */
export function isWhole({ isComplete, engines }: RunSummary): boolean {
  return isComplete && engines.every(({ infrastructure }) => infrastructure.length === 0);
}

function numbers({ engines, comparisons, isComplete }: RunSummary) {
  return {
    isComplete,
    comparisons,
    engines: engines.map(({ engine, score, families, failures, infrastructure, costUsd, energyWh, energyUsd }) => ({
      ...{ id: engine.id, label: engine.label, score, families, failures, infrastructure, costUsd },
      ...{ energyWh, energyUsd },
    })),
  };
}

function shortfallText(shortfall: RunEnd['shortfalls'][number]): string {
  switch (shortfall.kind) {
    case 'cap':
      return `The limit on ${capNames[shortfall.cap]} was reached before the end. The same command, with a higher one, goes on.`;
    case 'engine-stopped':
      return `${shortfall.engineId} was asked no more: ${shortfall.code} (${shortfall.detail}).`;
    case 'infrastructure':
      return `${shortfall.count} answers could not be had. The same command tries them again.`;
  }
}

const capNames = { time: 'time', tokens: 'tokens', usd: 'money' } as const;
