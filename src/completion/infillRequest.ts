import type { ContextFile, InfillRequest, ModelDescription } from '../engine/engine.ts';
import { estimateTokens } from './estimateTokens.ts';
import { takeExcerpt } from './excerpt.ts';
import { toInfillStop, type Shape } from './shape.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Other files worth showing to the model, at most about `tokens` in all. Their order and text should change seldom: they
 * stand at the very start of the prompt.
 */
export type GatherContext = (snapshot: Snapshot, tokens: number) => readonly ContextFile[];

export interface Pacing {
  /** How fast the model writes; undefined before it is known. */
  readonly tokensPerSecond: number | undefined;
  /** How long a token of this model is, at the least. */
  readonly charactersPerToken: number;
  /** The most that a prompt should have, for the time it takes to read. */
  readonly promptTokens: number;
}

const maxLineTokens = 64;
const minBlockTokens = 48;
const maxBlockTokens = 256;
/** Nobody waits longer than this for a block. */
const patienceSeconds = 3;
/** Control tokens, line ends and the like around the pieces of a prompt. */
const layoutTokens = 48;
const contextShare = 0.3;

/** Lays out one request within the room the model has for a completion. */
export function makeInfillRequest(
  snapshot: Snapshot,
  shape: Shape,
  model: ModelDescription,
  pacing: Pacing,
  gatherContext: GatherContext,
): InfillRequest {
  const { charactersPerToken } = pacing;
  const maxTokens = Math.min(maxTokensFor(shape, pacing.tokensPerSecond), Math.floor(model.infillContextTokens / 4));
  const names = estimateTokens(snapshot.repository + snapshot.path, charactersPerToken);
  const room = Math.min(model.infillContextTokens - maxTokens, pacing.promptTokens) - layoutTokens - names;
  const contextFiles = gatherContext(snapshot, Math.floor(room * contextShare));
  const contextTokens = contextFiles.reduce(
    (sum, file) => sum + estimateTokens(file.path + file.text, charactersPerToken) + 4,
    0,
  );
  const tokens = Math.max(16, Math.floor(room - contextTokens));
  const { prefix, suffix } = takeExcerpt(snapshot, { tokens, charactersPerToken });
  return {
    repository: snapshot.repository,
    contextFiles,
    path: snapshot.path,
    prefix,
    suffix,
    stop: toInfillStop(shape),
    maxTokens,
  };
}

function maxTokensFor(shape: Shape, tokensPerSecond: number | undefined): number {
  if (shape.kind === 'line') return maxLineTokens;
  if (tokensPerSecond === undefined) return minBlockTokens * 2;
  return Math.round(Math.min(maxBlockTokens, Math.max(minBlockTokens, tokensPerSecond * patienceSeconds)));
}
