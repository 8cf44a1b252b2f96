import { randomUUID } from 'node:crypto';
import type { Token } from 'node-llama-cpp';
import { isAbort, throwIfAborted } from '../base/appError.ts';
import type { ReplyPrompt } from '../engine/engine.ts';
import type { SelfCheck, SelfTest, SpeedCheck } from '../engine/selfTest.ts';
import { encodeRendered } from '../prompt/promptTokens.ts';
import { encodeContent } from '../prompt/vocabulary.ts';
import type { ChatModel } from './answerReply.ts';
import type { LoadedModel } from './loadModel.ts';
import type { ModelVocabulary } from './modelVocabulary.ts';
import type { SequenceLane } from './sequenceLane.ts';

/** Code, several scripts, characters of one to four bytes, and what looks like a control token and is none. */
const sample = 'const naïve = "日本語 🙂";\r\n\tif (a >= b) { return `${a}`; } // <think> <|im_end|>\n';

const conversation: ReplyPrompt = {
  system: 'system',
  messages: [{ role: 'user', text: 'question' }],
  tools: [{ name: 'read_file', description: 'Reads a file.', parameters: { type: 'object', properties: {} } }],
  thinking: { kind: 'off' },
};

const readTokens = 128;
const writtenTokens = 32;

/** Takes the turn of a completion (of a chat, where there are none) and leaves what is loaded as it was. */
export async function selfTest({ description, infill, chat }: LoadedModel, signal: AbortSignal): Promise<SelfTest> {
  const user = infill === undefined ? chat : { vocabulary: infill.vocabulary, lane: infill.lanes.choose([]) };
  const nothing = { kind: 'problem', detail: 'the model can neither chat nor complete' } as const;
  const { infillProbe: probe, infillProblem } = description;
  return {
    tokenizer: user === undefined ? nothing : check(() => checkTokenizer(user.vocabulary)),
    template: chat === undefined ? templateProblem(description.chatProblem) : check(() => checkTemplate(chat)),
    infill:
      infillProblem === undefined
        ? { kind: 'ok', ...(probe === undefined ? {} : { probe }) }
        : { kind: 'problem', problem: infillProblem },
    speed: user === undefined ? nothing : await measureSpeed(user, signal),
  };
}

function templateProblem(detail: string | undefined): SelfTest['template'] {
  return detail === undefined ? { kind: 'absent' } : { kind: 'problem', detail };
}

function check(work: () => string | undefined): SelfCheck {
  try {
    const detail = work();
    return detail === undefined ? { kind: 'ok' } : { kind: 'problem', detail };
  } catch (error) {
    return { kind: 'problem', detail: messageOf(error) };
  }
}

function checkTokenizer(vocabulary: ModelVocabulary): string | undefined {
  const decoder = vocabulary.newDecoder();
  // The ids come from this model's tokenizer.
  const tokens = encodeContent(vocabulary, sample) as Token[];
  const pieces = tokens.flatMap((token) => decoder.add(token));
  const text = pieces.map((piece) => piece.text).join('');
  if (pieces.some((piece) => piece.kind === 'control')) return 'content became a control token';
  return text === sample ? undefined : `${JSON.stringify(sample)} came back as ${JSON.stringify(text)}`;
}

function checkTemplate({ template, vocabulary }: ChatModel): string | undefined {
  const { tokens, turnStarts } = encodeRendered(vocabulary, template.render(conversation));
  if (turnStarts.length === 0) return 'the template marks no turns';
  return tokens.length > 0 ? undefined : 'the template lays out nothing';
}

async function measureSpeed(
  { lane, vocabulary }: { lane: SequenceLane; vocabulary: ModelVocabulary },
  signal: AbortSignal,
): Promise<SpeedCheck> {
  // Begins differently each time, so that all of it is read.
  const text = `${randomUUID()}\n${sample.repeat(readTokens)}`;
  const tokens = vocabulary.encode(text).slice(0, Math.min(readTokens, lane.contextTokens - writtenTokens));
  try {
    return await lane.use(signal, async () => {
      const began = performance.now();
      const { rest } = await lane.prefill({ tokens, checkpoints: [] }, signal);
      let written = 0;
      let firstAt = began;
      let lastAt = began;
      for await (const _token of lane.generate(rest, { temperature: 0 }, signal)) {
        throwIfAborted(signal);
        lastAt = performance.now();
        if (written === 0) firstAt = lastAt;
        written += 1;
        // The end of an answer is no end here: the engine goes on behind it.
        if (written === writtenTokens) break;
      }
      return {
        kind: 'ok',
        readTokens: tokens.length,
        readTokensPerSecond: perSecond(tokens.length, firstAt - began),
        writtenTokens: written,
        writtenTokensPerSecond: perSecond(written - 1, lastAt - firstAt),
      };
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    return { kind: 'problem', detail: messageOf(error) };
  }
}

function perSecond(count: number, ms: number): number {
  return ms > 0 ? (count * 1000) / ms : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
