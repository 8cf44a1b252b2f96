import { silentLog } from '../../../src/base/log.ts';
import type { ChatEvent } from '../../../src/chat/chatEvent.ts';
import { type ChatState, type PairEntry, type Side, emptyChat } from '../../../src/chat/chatState.ts';
import type { Contender } from '../../../src/chat/pair/contender.ts';
import type { PairKeeper } from '../../../src/chat/pair/pairDesk.ts';
import type { AnsweredPair } from '../../../src/chat/pair/pairTurn.ts';
import { reduceChat } from '../../../src/chat/reduceChat.ts';
import { type ChatSession, createChatSession } from '../../../src/chat/session.ts';
import type { ModelDescription } from '../../../src/engine/engine.ts';
import type { Tool } from '../../../src/tools/tool.ts';
import { type EngineScript, type ScriptedEngine, createScriptedEngine } from '../../engine/scriptedEngine.ts';
import { testPlace } from '../../engine/testPlace.ts';
import { type ManualClock, createManualClock } from '../../manualClock.ts';
import { createMemoryFiles } from '../../tools/memoryFiles.ts';

const model = (name: string): ModelDescription => ({
  name,
  identity: `identity of ${name}`,
  parameterCount: undefined,
  capabilities: { infill: 'none', chat: true, tools: true, thinking: true },
  contextTokens: 4_000,
  infillContextTokens: 4_000,
  place: testPlace('/secret/place.gguf'),
});

export interface ScriptedContender extends Contender {
  readonly engine: ScriptedEngine;
  /** How often it was opened and not yet closed. */
  readonly open: Contender['open'];
  readonly opened: () => number;
}

export function contender(
  label: string,
  script: EngineScript,
  { needsMachine = false }: { readonly needsMachine?: boolean } = {},
): ScriptedContender {
  const engine = createScriptedEngine(script);
  let opened = 0;
  return {
    id: `id-of-${label}`,
    label,
    needsMachine,
    engine,
    opened: () => opened,
    async open() {
      opened += 1;
      return {
        engine,
        model: model(label),
        costOf: (usages) =>
          usages === undefined
            ? { kind: 'unknown' }
            : { kind: 'known', usd: 0.25 * usages.length, isUpperBound: false },
        async dispose() {
          opened -= 1;
        },
      };
    },
  };
}

export interface PairFixture {
  readonly session: ChatSession;
  readonly engine: ScriptedEngine;
  readonly clock: ManualClock;
  readonly events: readonly ChatEvent[];
  readonly kept: KeptThings;
  /** What a view that heard every event shows. */
  view(): ChatState;
  pair(): PairEntry;
}

interface KeptThings {
  readonly answered: AnsweredPair[];
  readonly votes: string[];
  readonly revealed: string[];
  readonly kept: Side[];
}

/** A chat on `script`, whose tools and files both sides may read. */
export function startPairs(
  script: EngineScript = {},
  { tools = [], files = {} }: { readonly tools?: readonly Tool[]; readonly files?: Record<string, string> } = {},
): PairFixture {
  const engine = createScriptedEngine(script);
  const clock = createManualClock();
  const kept: KeptThings = { answered: [], votes: [], revealed: [], kept: [] };
  const pairs: PairKeeper = {
    answered: (pair) => void kept.answered.push(pair),
    voted: (_id, vote) => void kept.votes.push(vote),
    revealed: (id) => void kept.revealed.push(id),
    kept: (_id, side) => void kept.kept.push(side),
  };
  const session = createChatSession({
    engine,
    summarizers: () => [],
    tools,
    files: createMemoryFiles(files),
    facts: () => ({ folderNames: ['app'], operatingSystem: 'Linux' }),
    settings: () => ({ maxReplyTokens: 1_000 }),
    describeProblem: (problem) => ({ severity: 'error', text: `problem: ${problem.kind}`, action: undefined }),
    pairs,
    clock,
    log: silentLog,
  });
  const events: ChatEvent[] = [];
  session.onEvent((event) => events.push(event));
  const chatModel = { kind: 'ready', name: 'Chat', chat: true, tools: true, thinking: true } as const;
  session.setSurroundings({ model: { ...chatModel, contextTokens: 4_000 }, workspace: 'trusted', thinking: false });
  return {
    ...{ session, engine, clock, events, kept },
    view: () => events.reduce(reduceChat, emptyChat),
    pair() {
      const found = session.state.entries.find((entry) => entry.kind === 'pair');
      if (found?.kind !== 'pair') throw new Error('there is no pair');
      return found;
    },
  };
}

export function textOf(pair: PairEntry, side: Side): string {
  return pair.sides[side].entries.map((entry) => (entry.kind === 'assistant' ? entry.text : '')).join('');
}
