import { canonicalJson, sha256 } from '../digest.ts';
import type { EngineRecord, RunRecord, TaskResult } from '../result.ts';

export interface ResultIdentity {
  readonly taskId: string;
  readonly engine: EngineRecord;
  readonly parameters: RunRecord['parameters'];
  readonly promptVersion: number;
  readonly through: TaskResult['through'];
  readonly sample: number;
  /** Of the run: another one gives other answers. */
  readonly seed: string;
}

/** The same for the same question put to the same engine in the same way, and for nothing else. */
export function resultKey({ engine, ...rest }: ResultIdentity): Promise<string> {
  return sha256(canonicalJson({ ...rest, engine: answeringPart(engine) }));
}

/** What of an engine bears on its answers: not what it is called here, nor how many requests it is sent at once. */
export function answeringPart(record: EngineRecord): Omit<EngineRecord, 'label' | 'parallel'> {
  const { label: _label, parallel: _parallel, ...engine } = record;
  return engine;
}
