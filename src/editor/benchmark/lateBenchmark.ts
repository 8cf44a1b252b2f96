import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, window } from 'vscode';
import { DisposableStore } from '../../base/disposables.ts';
import type { ViewId } from '../../base/views.ts';
import type { BenchmarkPorts, Benchmarks } from './connectBenchmark.ts';

const viewId: ViewId = 'parity.benchmarks';

/**
 * The benchmark, whose code, a third of all with the arena's, is read when it is asked for first: by a command, by whoever opens its view,
 * or soon where one was ever made, for it may wait to be gone on with. Most windows never need it.
 */
export function lateBenchmark(ports: BenchmarkPorts): Benchmarks {
  const store = new DisposableStore();
  let connected: Promise<Benchmarks> | undefined;
  const placeholder = store.add(
    window.registerTreeDataProvider<never>(viewId, {
      getChildren: async () => {
        await connect();
        return [];
      },
      getTreeItem: (row) => row,
    }),
  );
  const load = async (): Promise<Benchmarks> => {
    const { connectBenchmark } = await import('./repositoryWork.ts');
    // One view has one provider.
    placeholder.dispose();
    return store.add(connectBenchmark(ports));
  };
  const connect = (): Promise<Benchmarks> => (connected ??= load());

  if (existsSync(join(ports.context.globalStorageUri.fsPath, 'benchmarks'))) {
    // After all that a window waits for.
    const timer = setTimeout(() => void connect().catch(ports.report), 1_000);
    store.add({ dispose: () => clearTimeout(timer) });
  }

  return {
    begin: async () => (await connect()).begin(),
    focus: async () => {
      await commands.executeCommand(`${viewId}.focus`);
    },
    beginComparison: async () => (await connect()).beginComparison(),
    compare: async () => (await connect()).compare(),
    act: async (action, argument) => (await connect()).act(action, argument),
    openReportInBrowser: async () => (await connect()).openReportInBrowser(),
    saveReport: async () => (await connect()).saveReport(),
    dispose: () => store.dispose(),
  };
}
