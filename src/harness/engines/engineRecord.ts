import { basename } from 'node:path';
import type { EngineRecord } from '../../benchmark/result.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import type { ModelFileRecord } from './modelFileRecord.ts';

export interface EngineFacts {
  /** Unique in the run. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  /** As it was asked for. */
  readonly model: string;
  readonly thinking: boolean;
  readonly parallel: number;
  /** Of one that runs a file here. */
  readonly file?: ModelFileRecord;
}

/** An engine that is ready, as the run's record keeps it: nothing of where things lie on this machine. */
export function engineRecord(description: ModelDescription, facts: EngineFacts): EngineRecord {
  const { place, identity, contextTokens, capabilities } = description;
  const { id, label, model, thinking, parallel, file } = facts;
  const common = {
    ...{ id, label, model, identity, contextTokens, parallel },
    thinking: thinking && capabilities.thinking,
  };
  if (place.kind === 'remote') {
    return { ...common, place: place.isThisMachine ? 'this-machine' : 'remote', url: place.url };
  }
  const adapters = place.adapters.map(({ path, scale }) => ({ name: basename(path), scale }));
  return {
    ...common,
    ...file,
    place: 'local',
    device: place.gpu.device,
    ...(adapters.length === 0 ? {} : { adapters }),
  };
}
