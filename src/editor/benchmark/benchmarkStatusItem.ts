import { StatusBarAlignment, l10n, window } from 'vscode';
import type { CommandId } from '../../base/commands.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { BenchmarkRunner } from './benchmarkRunner.ts';
import { jobLine } from './benchmarkWords.ts';

/** How far the benchmark is, while there is one. A click shows it in its view. */
export function createBenchmarkStatusItem(runner: BenchmarkRunner): Disposable {
  const store = new DisposableStore();
  const item = store.add(window.createStatusBarItem('parity.benchmark', StatusBarAlignment.Right, 99));
  const command: CommandId = 'parity.openBenchmarks';
  item.name = l10n.t('Parity Benchmark');
  item.command = command;
  const update = (): void => {
    const { job } = runner;
    const line = jobLine(job);
    if (line === undefined) {
      item.hide();
      return;
    }
    const isPaused = job.kind === 'running' && job.running.isPaused;
    item.text = `$(${isPaused ? 'debug-pause' : 'beaker'}) ${line}`;
    item.tooltip = l10n.t(
      'Parity benchmark: {0}. Click for the Benchmarks view, where it can be paused and stopped.',
      line,
    );
    item.accessibilityInformation = { label: l10n.t('Parity benchmark: {0}', line), role: 'button' };
    item.show();
  };
  store.add(runner.onChange(update));
  return store;
}
