import { describe, expect, it } from 'vitest';
import { accessSupervised } from '../../src/completion/engineAccess.ts';
import type { EngineState } from '../../src/engine/superviseEngine.ts';
import { createHeldEngine, modelWith } from './heldEngine.ts';

function accessTo(first: EngineState) {
  const engine = { ...createHeldEngine(), state: first };
  return { engine, access: accessSupervised(engine) };
}

describe('accessSupervised', () => {
  it('has no model before the first load', () => {
    expect(accessTo({ kind: 'stopped' }).access()).toEqual({ kind: 'unavailable', reason: { kind: 'no-model' } });
  });

  it('tells what is loading and how far it is', () => {
    const request = { path: 'C:\\models\\a.gguf', contextTokens: 1, threads: 0, gpu: 'off' } as const;
    const { access } = accessTo({ kind: 'loading', request, progress: { stage: 'weights', fraction: 0.5 } });
    expect(access()).toMatchObject({ reason: { kind: 'loading', model: 'a.gguf', fraction: 0.5 } });
  });

  it('counts on the model an engine had before it stopped', () => {
    const model = modelWith();
    const { engine, access } = accessTo({ kind: 'ready', model });
    expect(access()).toMatchObject({ kind: 'available', model });
    engine.state = { kind: 'stopped' };
    expect(access()).toMatchObject({ kind: 'available', model });
  });

  it('hands on why a load failed', () => {
    const error = new Error('no');
    expect(accessTo({ kind: 'failed', error }).access()).toMatchObject({ reason: { kind: 'failed', error } });
  });
});
