import { AppError } from '../../base/appError.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import type { ModelPlace } from '../../engine/engine.ts';
import type { OpenedEngine } from './openedEngine.ts';

/**
 * Stands for an engine of a run that goes on and cannot be opened now: the first question to it fails with what is wrong, so
 * it is set aside and the others go on. Rethrows what was thrown when the run does not know such an engine.
 */
export function absentEngine(id: string, records: readonly EngineRecord[], thrown: unknown): OpenedEngine {
  const record = records.find((known) => known.id === id);
  if (record === undefined || !(thrown instanceof AppError)) throw thrown;
  const refuse = (): Promise<never> => Promise.reject(thrown);
  const { label, identity, contextTokens, thinking, url = '' } = record;
  const place: ModelPlace = { kind: 'remote', url, isThisMachine: record.place !== 'remote' };
  return {
    record,
    model: {
      ...{ name: label, identity, contextTokens, place, infillContextTokens: contextTokens },
      parameterCount: undefined,
      capabilities: { infill: 'none', chat: true, tools: true, thinking },
    },
    engine: { infill: refuse, reply: refuse, count: refuse, dispose: async () => {} },
    price: undefined,
    dispose: async () => {},
  };
}
