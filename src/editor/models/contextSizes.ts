import { l10n } from 'vscode';
import type { FitHardware } from '../../models/fit/fitHardware.ts';
import { type KnownVerdict, fitVerdict } from '../../models/fit/fitVerdict.ts';
import type { ModelFootprint } from '../../models/fit/modelFootprint.ts';
import { formatCount } from '../formatCount.ts';
import { formatMemory } from '../formatMemory.ts';
import { fitWords } from './fitWords.ts';

export interface ContextSize {
  readonly tokens: number;
  readonly label: string;
  readonly description: string;
  /** What it costs, or what is to be known about it. */
  readonly detail: string;
}

const sizes = [4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_010_000];

export interface ContextChoice {
  /** Of the model in use, where it is known. */
  readonly footprint: ModelFootprint | undefined;
  readonly hardware: FitHardware | undefined;
  /** Present size of a chat. */
  readonly present: number;
}

/** The sizes to choose from, each with the memory that the whole model would need with it. */
export function contextSizes({ footprint, hardware, present }: ContextChoice): readonly ContextSize[] {
  return [...new Set([...sizes, present])]
    .toSorted((a, b) => a - b)
    .map((tokens) => {
      const verdict =
        footprint === undefined || hardware === undefined ? undefined : fitVerdict(footprint, tokens, hardware);
      return {
        tokens,
        label: l10n.t('{0} tokens', formatCount(tokens)),
        description: [
          ...(tokens === present ? [l10n.t('now')] : []),
          ...(verdict === undefined || verdict.kind === 'unknown' ? [] : [memoryOf(verdict)]),
        ].join(' · '),
        detail: detailOf(tokens, footprint),
      };
    });
}

function memoryOf(verdict: KnownVerdict): string {
  return `${formatMemory(verdict.needs.total)}, ${fitWords(verdict).short}`;
}

function detailOf(tokens: number, footprint: ModelFootprint | undefined): string {
  const trained = footprint?.trainedContextTokens;
  if (trained !== undefined && tokens > trained) {
    return l10n.t(
      'Stretched with YaRN beyond the {0} tokens that the model was trained for: quality may drop, in short chats too',
      formatCount(trained),
    );
  }
  if (tokens <= 8_192) return l10n.t('A question and a few files');
  if (tokens <= 32_768) return l10n.t('A long chat, or a dozen files');
  return l10n.t('Whole folders; reading that much takes minutes on a processor');
}
