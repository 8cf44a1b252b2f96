import type { SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { AppError, throwIfAborted } from '../base/appError.ts';
import type { ReplyPart, ReplyPrompt, ReplyRequest, ReplyResult, Sampling } from '../engine/engine.ts';
import type { ChatTemplate } from '../prompt/chatTemplate.ts';
import type { ModelVocabulary } from './modelVocabulary.ts';
import { defaultSampling } from './defaultSampling.ts';
import { ReplyParser } from '../prompt/replyParser.ts';
import { StoppedReply } from '../prompt/stoppedReply.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { SequenceLane } from './sequenceLane.ts';
import type { Transcript } from './transcript.ts';

export interface ChatModel {
  readonly name: string;
  readonly vocabulary: ModelVocabulary;
  readonly lane: SequenceLane;
  readonly template: ChatTemplate;
  /** The newest prompt and answer of the lane, for reuse to the letter. */
  readonly transcript: Transcript;
  readonly rehearsal: Rehearsal;
  readonly newCallId: () => string;
}

/** How many tokens the prompt takes. Throws `template-failed`. */
export function countPrompt(model: ChatModel, prompt: ReplyPrompt): number {
  return model.transcript.encode(model.template.render(prompt)).tokens.length;
}

/** Throws `context-overflow` and `template-failed`. */
export function answerReply(
  model: ChatModel,
  request: ReplyRequest,
  onPart: (part: ReplyPart) => void,
  signal: AbortSignal,
): Promise<ReplyResult> {
  const { lane, vocabulary, transcript } = model;
  const started = performance.now();
  const rendered = model.template.render(request);
  model.rehearsal.stop();

  return lane.use(signal, async () => {
    // Once more: whoever had the lane before may have begun another one as it left.
    model.rehearsal.stop();
    const prompt = transcript.encode(rendered);
    const { length: promptTokens } = prompt.tokens;
    const { contextTokens } = lane;
    if (promptTokens + request.maxTokens > contextTokens) {
      throw new AppError('context-overflow', { promptTokens, reservedTokens: request.maxTokens, contextTokens });
    }
    let reusedTokens: number | undefined;
    const { rest } = await lane.prefill(
      {
        tokens: prompt.tokens,
        checkpoints: turnCheckpoints(prompt.turnStarts, request),
        onProgress(doneTokens) {
          reusedTokens ??= doneTokens;
          onPart({ kind: 'prefill', doneTokens, totalTokens: promptTokens, reusedTokens });
        },
      },
      signal,
    );
    const reused = reusedTokens ?? 0;

    const generated: Token[] = [];
    const stopped = new StoppedReply(request.stopTexts ?? [], onPart);
    const parser = new ReplyParser({
      // The template decides: it opens the block, or leaves that to the model.
      isThinking: /<think>\s*$/.test(rendered),
      newCallId: model.newCallId,
      emit: stopped.add,
    });
    const thinkingBudget = request.thinking.kind === 'on' ? request.thinking.maxTokens : Number.POSITIVE_INFINITY;
    const sampling = request.sampling ?? defaultSampling(request, model.name);
    const options = evaluateOptions(sampling, request.seed, generated);
    const closing = thinkingCloser(vocabulary);
    const decoder = vocabulary.newDecoder();
    let firstTokenMs: number | undefined;
    let hasEnded = false;
    let thinkingTokens = 0;

    const tokens = lane.generate(rest, options, signal);
    try {
      let step = await tokens.next();
      while (step.done !== true) {
        throwIfAborted(signal);
        firstTokenMs ??= performance.now() - started;
        if (vocabulary.isEnd(step.value)) {
          hasEnded = true;
          break;
        }
        generated.push(step.value);
        if (parser.isThinking) thinkingTokens += 1;
        for (const piece of decoder.add(step.value)) parser.add(piece);
        if (stopped.stoppedAt !== undefined) {
          hasEnded = true;
          break;
        }
        if (generated.length >= request.maxTokens) break;
        let forced: Token[] | undefined;
        // The closer counts as tokens of the answer, and is only worth them where something may follow it.
        const mayClose = generated.length + closing.length < request.maxTokens;
        if (parser.isThinking && generated.length >= thinkingBudget && mayClose) {
          thinkingTokens += closing.length;
          for (const token of closing) {
            generated.push(token);
            for (const piece of decoder.add(token)) parser.add(piece);
          }
          forced = [step.value, ...closing];
        }
        step = await tokens.next(forced);
      }
    } finally {
      await tokens.return();
    }
    transcript.remember(rendered, prompt, generated);
    const message = stopped.finish(parser.finish(!hasEnded));
    // After a call its result follows at once; otherwise the user reads for a while.
    if (message.calls.length === 0) model.rehearsal.start(request, message);
    const totalMs = performance.now() - started;
    return {
      message,
      finish: !hasEnded ? 'length' : message.calls.length > 0 ? 'calls' : 'end',
      ...(stopped.stoppedAt === undefined ? {} : { stoppedAt: stopped.stoppedAt }),
      usage: {
        promptTokens,
        reusedTokens: reused,
        evaluatedTokens: promptTokens - reused,
        generatedTokens: generated.length,
        thinkingTokens,
        firstTokenMs: firstTokenMs ?? totalMs,
        totalMs,
      },
      sampling: { ...sampling },
    };
  });
}

/**
 * The end of the system turn outlives a conversation. The end of a user's turn is where the next turn comes back to,
 * because the template then drops the thinking after it. The newest tool results serve a retry.
 */
function turnCheckpoints(turnStarts: readonly number[], request: ReplyRequest) {
  const hasSystemTurn = request.system !== '' || request.tools.length > 0;
  const [, afterSystem] = turnStarts;
  const last = turnStarts.at(-1);
  const endsWithUser = request.messages.at(-1)?.role === 'user';
  const system =
    hasSystemTurn && afterSystem !== undefined ? [{ tokenCount: afterSystem, kind: 'system', keep: 1 }] : [];
  const newest =
    last !== undefined && last !== afterSystem
      ? [{ tokenCount: last, kind: endsWithUser ? 'user-turn' : 'tool-result', keep: endsWithUser ? 3 : 2 }]
      : [];
  return [...system, ...newest];
}

function thinkingCloser(vocabulary: ModelVocabulary): Token[] {
  const close = vocabulary.controlId('</think>');
  if (close === undefined) return [];
  // The id comes from this model's tokenizer. The line breaks are those of the template.
  return [...vocabulary.encode('\n'), close as Token, ...vocabulary.encode('\n\n')];
}

/** Presence penalty counts every token of this answer, as the providers' APIs define it. */
function evaluateOptions(sampling: Sampling, seed: number | undefined, generated: Token[]): SequenceEvaluateOptions {
  return {
    temperature: sampling.temperature,
    topP: sampling.topP,
    topK: sampling.topK,
    ...(seed === undefined ? {} : { seed }),
    ...(sampling.presencePenalty === 0
      ? {}
      : {
          repeatPenalty: {
            punishTokens: () => [...new Set(generated)],
            penalty: 1,
            presencePenalty: sampling.presencePenalty,
          },
        }),
  };
}
