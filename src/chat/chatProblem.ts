import type { LoopFinish } from './agentLoop.ts';

/** What the user is told about at the end of a turn. The other finishes show in the entries themselves. */
export type ChatProblem = Exclude<LoopFinish, { kind: 'done' | 'stopped' | 'cut-off' }>;
