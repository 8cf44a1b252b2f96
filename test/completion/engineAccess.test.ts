import { describe, expect, it } from 'vitest';
import { accessStateful } from '../../src/completion/engineAccess.ts';
import type { EngineState } from '../../src/engine/statefulEngine.ts';
import { createHeldEngine, modelWith } from './heldEngine.ts';

function accessTo(state: EngineState) {
  return accessStateful({ ...createHeldEngine(), state })();
}

describe('accessStateful', () => {
  it('has no model before the first load', () => {
    expect(accessTo({ kind: 'stopped', model: undefined })).toMatchObject({ reason: { kind: 'no-model' } });
  });

  it('tells what is loading and how far it is', () => {
    const found = accessTo({ kind: 'loading', name: 'a.gguf', progress: { stage: 'weights', fraction: 0.5 } });
    expect(found).toMatchObject({ reason: { kind: 'loading', model: 'a.gguf', fraction: 0.5 } });
  });

  it('counts on the model an engine had before it stopped', () => {
    const model = modelWith();
    expect(accessTo({ kind: 'stopped', model })).toMatchObject({ kind: 'available', model, isStarting: true });
  });

  it('lets requests wait for an engine that comes back', () => {
    const model = modelWith();
    const progress = { stage: 'weights', fraction: 0.5 } as const;
    expect(accessTo({ kind: 'loading', name: 'a.gguf', progress, model })).toMatchObject({
      kind: 'available',
      model,
      isStarting: true,
    });
  });

  it('hands on why a load failed', () => {
    const error = new Error('no');
    expect(accessTo({ kind: 'failed', error })).toMatchObject({ reason: { kind: 'failed', error } });
  });
});
