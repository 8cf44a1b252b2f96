import type { ReplyPart } from '../engine/engine.ts';
import type { AssistantMessage } from '../engine/message.ts';
import { StopTexts } from './stopTexts.ts';

/** Stands between a reply and who hears of it: the text ends at a stop, and nothing of the stop is ever told. */
export class StoppedReply {
  readonly #stops: StopTexts;
  readonly #emit: (part: ReplyPart) => void;
  #text = '';

  constructor(stopTexts: readonly string[], emit: (part: ReplyPart) => void) {
    this.#stops = new StopTexts(stopTexts);
    this.#emit = emit;
  }

  get stoppedAt(): string | undefined {
    return this.#stops.stoppedAt;
  }

  readonly add = (part: ReplyPart): void => {
    if (part.kind !== 'text') this.#emit(part);
    else this.#show(this.#stops.add(part.text));
  };

  /** `message`: the whole of what was written. */
  finish(message: AssistantMessage): AssistantMessage {
    this.#show(this.#stops.finish());
    return this.stoppedAt === undefined ? message : { ...message, text: this.#text.trimEnd() };
  }

  #show(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#emit({ kind: 'text', text });
  }
}
