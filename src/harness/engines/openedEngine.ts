import type { BenchmarkEngine } from '../../benchmark/running/benchmarkEngine.ts';

/** An engine that was opened for a run and ends with it. */
export interface OpenedEngine extends BenchmarkEngine {
  dispose(): Promise<void>;
}
