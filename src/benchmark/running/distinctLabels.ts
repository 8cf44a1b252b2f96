import type { BenchmarkEngine } from './benchmarkEngine.ts';

/** Engines that are called the same, as one model on two servers is, are told apart by their ids. */
export function distinctLabels(engines: readonly BenchmarkEngine[]): readonly BenchmarkEngine[] {
  const isShared = (label: string): boolean => engines.filter(({ record }) => record.label === label).length > 1;
  return engines.map((engine) => {
    const { id, label } = engine.record;
    return isShared(label) ? { ...engine, record: { ...engine.record, label: `${label} · ${id}` } } : engine;
  });
}
