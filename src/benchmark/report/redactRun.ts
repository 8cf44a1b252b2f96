import { knownPrices } from '../cost/priceInForce.ts';
import type { EngineRecord, RunRecord, TaskResult } from '../result.ts';

/** What may be shown to others: every number, and nothing that was written by, or names, the repository. */
export interface SharedRun {
  readonly run: RunRecord;
  readonly results: readonly TaskResult[];
}

/**
 * Takes out code, paths, names of tests, messages of errors, transcripts, and the names of the repository, of its commits
 * and of servers, which people also name their endpoints after. Tasks, clusters and engines are numbered in their order, so
 * that the statistics can be done again. What engines are is kept: without it the numbers mean nothing.
 */
export function redactRun({ run, results }: SharedRun): SharedRun {
  const taskIds = new Map(run.taskIds.map((id, index) => [id, numbered('task', index)]));
  const clusters = new Map<string, string>();
  for (const { cluster } of results) {
    if (!clusters.has(cluster)) clusters.set(cluster, numbered('cluster', clusters.size));
  }
  const engineIds = new Map(run.engines.map(({ id }, index) => [id, numbered('engine', index)]));
  const nameOf = (names: ReadonlyMap<string, string>, name: string): string => names.get(name) ?? 'unknown';
  return {
    run: {
      ...run,
      repository: { name: 'redacted', head: null },
      taskSet: { ...run.taskSet, name: 'redacted' },
      taskIds: run.taskIds.map((id) => nameOf(taskIds, id)),
      seed: 'redacted',
      // A name may tell whose registry it came from.
      sandbox: {
        ...run.sandbox,
        ...(run.sandbox.container === undefined ? {} : { container: { ...run.sandbox.container, image: 'redacted' } }),
      },
      engines: run.engines.map((engine) => ({
        ...withoutAddress(engine, run.engines),
        id: nameOf(engineIds, engine.id),
      })),
      ...(run.unasked === undefined
        ? {}
        : { unasked: run.unasked.map(({ engineId, count }) => ({ engineId: nameOf(engineIds, engineId), count })) }),
      ...(run.prices === undefined
        ? {}
        : {
            prices: run.prices.map(({ engineId, price }) => ({
              engineId: nameOf(engineIds, engineId),
              price: withoutOwnSource(price),
            })),
          }),
    },
    results: results.map((result) => ({
      ...result,
      taskId: nameOf(taskIds, result.taskId),
      engineId: nameOf(engineIds, result.engineId),
      cluster: nameOf(clusters, result.cluster),
      outcome: result.outcome.kind === 'solved' ? { kind: 'solved' } : { ...result.outcome, detail: '' },
      ...(result.tests === undefined
        ? {}
        : {
            tests: {
              ...result.tests,
              failed: result.tests.failed.map((_name, index) => numbered('test', index)),
              missing: result.tests.missing.map((_name, index) => numbered('test', index)),
            },
          }),
      evidence: { answer: '', changes: [], transcript: [], testOutput: '' },
    })),
  };
}

/** The identity of a model on a server begins with the server's address, and its label may be the server's name. */
function withoutAddress({ url: _url, ...engine }: EngineRecord, all: readonly EngineRecord[]): EngineRecord {
  if (engine.place === 'local') return engine;
  const namesakes = all.filter(({ model }) => model === engine.model);
  const place = namesakes.findIndex(({ id }) => id === engine.id);
  const label = namesakes.length === 1 ? engine.model : `${engine.model} (${place + 1})`;
  return { ...engine, label, identity: 'redacted' };
}

/** Where a price of one's own comes from may be a contract. */
function withoutOwnSource<P extends { readonly source: string } | null>(price: P): P {
  const isPublic = price === null || knownPrices.some(({ source }) => source === price.source);
  return isPublic ? price : { ...price, source: 'redacted' };
}

function numbered(what: string, index: number): string {
  return `${what}-${index + 1}`;
}
