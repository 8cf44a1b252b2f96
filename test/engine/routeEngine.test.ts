import { describe, expect, it } from 'vitest';
import { Emitter } from '../../src/base/event.ts';
import { silentLog } from '../../src/base/log.ts';
import { combineStates } from '../../src/engine/combineStates.ts';
import { routeEngine } from '../../src/engine/routeEngine.ts';
import type { EngineState, StatefulEngine } from '../../src/engine/statefulEngine.ts';
import { deferred } from '../deferred.ts';
import { createScriptedEngine } from './scriptedEngine.ts';

const signal = new AbortController().signal;
const request = {
  system: '',
  messages: [{ role: 'user', text: 'Hello.' }],
  tools: [],
  thinking: { kind: 'off' },
  maxTokens: 10,
} as const;

interface TestEngine extends StatefulEngine {
  set(state: EngineState): void;
}

function engineSaying(text: string, hook: () => Promise<void> = async () => {}): TestEngine {
  const emitter = new Emitter<EngineState>(() => {});
  const engine = createScriptedEngine({ replies: [{ steps: [{ hook }, { text }], repeats: true }] });
  let state: EngineState = loading(text);
  return {
    ...engine,
    get state() {
      return state;
    },
    onState: emitter.event,
    set(next) {
      state = next;
      emitter.fire(next);
    },
  };
}

const loading = (name: string): EngineState => ({
  kind: 'loading',
  name,
  progress: { stage: 'checking', fraction: 0 },
});
const failed: EngineState = { kind: 'failed', error: new Error('no') };
const stopped: EngineState = { kind: 'stopped', model: undefined };

describe('a routed engine', () => {
  it('passes requests and states of the engine it points to, and of no other', async () => {
    const [one, two] = [engineSaying('one'), engineSaying('two')];
    const routed = routeEngine(one, silentLog);
    const seen: EngineState[] = [];
    routed.onState((state) => seen.push(state));
    one.set(failed);
    routed.routeTo(two);
    one.set(stopped);
    two.set(failed);
    expect(seen).toEqual([failed, loading('two'), failed]);
    expect(routed.state).toBe(failed);
    expect((await routed.reply(request, () => {}, signal)).message.text).toBe('two');
  });

  it('lets a request that has begun end where it began', async () => {
    const gate = deferred();
    const one = engineSaying('one', () => gate.promise);
    const routed = routeEngine(one, silentLog);
    const reply = routed.reply(request, () => {}, signal);
    routed.routeTo(engineSaying('two'));
    gate.resolve();
    expect((await reply).message.text).toBe('one');
    expect((await routed.reply(request, () => {}, signal)).message.text).toBe('two');
  });

  it('tells when the last request to an engine is over, so that the engine can go', async () => {
    const gate = deferred();
    const one = engineSaying('one', () => gate.promise);
    const routed = routeEngine(one, silentLog);
    const reply = routed.reply(request, () => {}, signal);
    routed.routeTo(engineSaying('two'));
    const order: string[] = [];
    const settled = routed.settled(one).then(() => order.push('settled'));
    await routed.reply(request, () => {}, signal);
    order.push('answered by two');
    gate.resolve();
    await Promise.all([reply, settled]);
    expect(order).toEqual(['answered by two', 'settled']);
  });

  it('tells nothing when it is pointed to where it points already', () => {
    const one = engineSaying('one');
    const routed = routeEngine(one, silentLog);
    const seen: EngineState[] = [];
    routed.onState((state) => seen.push(state));
    routed.routeTo(one);
    expect(seen).toEqual([]);
  });
});

describe('combined states', () => {
  it.each([
    [[stopped, failed], failed],
    [[loading('a'), failed], failed],
    [[stopped, loading('b')], loading('b')],
    [[stopped, stopped], stopped],
  ] as const)('of %j', (states, expected) => {
    const engines = [engineSaying('a'), engineSaying('b')] as const;
    const combined = combineStates(engines, silentLog);
    const seen: EngineState[] = [];
    combined.onState((state) => seen.push(state));
    for (const [index, state] of states.entries()) engines[index]?.set(state);
    expect(combined.state).toEqual(expected);
    expect(seen.at(-1)).toEqual(expected);
  });
});
