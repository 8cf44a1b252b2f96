import { l10n } from 'vscode';
import { isAppError } from '../base/appError.ts';
import type { ModelDescription } from '../engine/engine.ts';
import type { EngineState } from '../engine/statefulEngine.ts';
import { describeError } from './errors/describeError.ts';
import { describeModel } from './describeModel.ts';
import { concessions, memoryPhrase } from './describePlace.ts';

/** What the engine's state does not tell. */
export interface StatusExtras {
  readonly areCompletionsOn: boolean;
  readonly isAnswering: boolean;
  /** The download that is under way, if there is one. `percent` is undefined until its size is known. */
  readonly download?: { readonly name: string; readonly percent: number | undefined };
}

/** The state of everything in a sign and a word, and in lines for whoever wants to know more. */
export interface Status {
  /** A codicon's name. */
  readonly glyph: string;
  readonly word: string;
  readonly lines: readonly string[];
  readonly isProblem: boolean;
}

export function describeStatus(state: EngineState, extras: StatusExtras): Status {
  const status = withoutDownload(state, extras);
  const { download } = extras;
  if (download === undefined) return status;
  const { name, percent } = download;
  const words = percent === undefined ? l10n.t('downloading') : l10n.t('downloading {0}%', percent);
  const lines = [...status.lines, percent === undefined ? name : l10n.t('{0}: {1}% downloaded', name, percent)];
  // Whatever needs a person, or is quicker, goes before.
  const isFree = !status.isProblem && state.kind !== 'loading' && !extras.isAnswering;
  return isFree ? { ...status, glyph: 'cloud-download', word: words, lines } : { ...status, lines };
}

function withoutDownload(state: EngineState, extras: StatusExtras): Status {
  switch (state.kind) {
    case 'stopped':
      return {
        glyph: 'circle-outline',
        word: l10n.t('idle'),
        lines:
          state.model === undefined
            ? [l10n.t('The engine starts with the next request.')]
            : [l10n.t('{0} is not in memory. It wakes with the next request.', state.model.name)],
        isProblem: false,
      };
    case 'loading': {
      const percent = Math.round(state.progress.fraction * 100);
      return {
        glyph: 'loading~spin',
        word: l10n.t('loading {0}%', percent),
        lines: [l10n.t('Loading {0}', state.name)],
        isProblem: false,
      };
    }
    case 'failed': {
      const isHalted = isAppError(state.error, 'engine-halted');
      return {
        glyph: isHalted ? 'error' : 'warning',
        word: isHalted ? l10n.t('halted') : l10n.t('problem'),
        lines: [describeError(state.error).text],
        isProblem: true,
      };
    }
    case 'ready':
      if (state.isSilent === true) {
        const lines = [describeModel(state.model), l10n.t('The engine has not answered for a while.')];
        return { glyph: 'watch', word: l10n.t('not answering'), lines, isProblem: false };
      }
      return readyStatus(state.model, extras);
  }
}

function readyStatus(model: ModelDescription, { areCompletionsOn, isAnswering }: StatusExtras): Status {
  const { place } = model;
  // What is not as it was asked for goes first: the menu cuts a long line off.
  const more = place.kind === 'local' ? [...concessions(place), memoryPhrase(place.memory)] : [];
  const ready = { lines: [describeModel(model), ...more], isProblem: false };
  if (isAnswering) return { ...ready, glyph: 'comment-discussion', word: l10n.t('writing') };
  if (!areCompletionsOn) return { ...ready, glyph: 'circle-slash', word: l10n.t('completions off') };
  const isFallback = place.kind === 'local' && place.gpu.fallback !== undefined;
  return { ...ready, glyph: 'check', word: isFallback ? l10n.t('ready, on CPU') : l10n.t('ready') };
}
