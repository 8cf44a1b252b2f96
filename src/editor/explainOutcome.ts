import { env, l10n } from 'vscode';
import type { DropCause, Outcome, SkipReason, SuggestionSource, UnavailableReason } from '../completion/outcome.ts';
import { describeError } from './errors/describeError.ts';
import { formatCount } from './formatCount.ts';

/** What came of the last request and what to do about it, in one or two sentences. Undefined: there was no request yet. */
export function explainOutcome(outcome: Outcome | undefined): string {
  if (outcome === undefined) return l10n.t('No suggestion has been asked for yet. Type in an editor to get one.');
  return outcome.kind === 'suggested' ? explainSource(outcome.source) : explainReason(outcome.reason);
}

function explainSource(source: SuggestionSource): string {
  switch (source) {
    case 'engine':
      return l10n.t('The last request brought a suggestion. Press Tab to accept it while it is shown.');
    case 'in-flight':
      return l10n.t('The last request brought a suggestion, begun before the last key. Press Tab to accept it.');
    case 'type-through':
      return l10n.t('The last request showed the rest of an earlier suggestion. Press Tab to accept it.');
  }
}

function explainReason(reason: SkipReason): string {
  switch (reason.kind) {
    case 'disabled':
      return l10n.t(
        'Completions are off for {0}. Run the command Parity: Turn Completions On or Off, or ask for one with Trigger Inline Suggestion.',
        reason.languageId,
      );
    case 'unsupported-document':
      return l10n.t('Nothing is suggested in this kind of view ({0}). Open a file to get suggestions.', reason.scheme);
    case 'read-only':
      return l10n.t('This document is read-only, so nothing is suggested in it.');
    case 'secrets-file':
      return l10n.t(
        '{0} looks like a file of passwords or keys. Nothing is read from such files or suggested in them.',
        reason.name,
      );
    case 'binary':
      return l10n.t('This file holds binary data, so nothing is suggested in it.');
    case 'too-large':
      return l10n.t(
        'This file has {0} characters, more than the limit of {1}. Nothing is suggested in files of that size.',
        formatCount(reason.characters),
        formatCount(reason.limit),
      );
    case 'long-line':
      return l10n.t(
        'This line has {0} characters, more than the limit of {1}. Break it up, or move to another line.',
        formatCount(reason.characters),
        formatCount(reason.limit),
      );
    case 'several-cursors':
      return l10n.t('There are {0} cursors. Press Escape to keep only one.', formatCount(reason.count));
    case 'selection':
      return l10n.t('Text is selected. Place the cursor without a selection.');
    case 'mid-word':
      return l10n.t('The cursor is inside a word. Move to its end, or ask with Trigger Inline Suggestion.');
    case 'mid-line':
      return l10n.t(
        'There is code after the cursor on its line. Move to the end of the line, or ask with Trigger Inline Suggestion.',
      );
    case 'empty-document':
      return l10n.t('The document is empty, so there is nothing to go on. Write a first line or a comment.');
    case 'suggest-widget':
      return l10n.t(
        'The list of suggestions is open at {0}, which does not continue what you typed. Press Escape to close it.',
        reason.selected,
      );
    case 'engine-unavailable':
      return explainUnavailable(reason.reason);
    case 'cannot-infill':
      return l10n.t(
        '{0} cannot complete code. Choose another engine for completions with Parity: Choose Engines.',
        reason.model,
      );
    case 'superseded':
      return l10n.t('The request was given up because you went on before it was answered. Pause for a moment.');
    case 'engine-failed':
      return describeError(reason.error).text;
    case 'nothing-useful':
      return explainDrop(reason.cause);
  }
}

function explainUnavailable(reason: UnavailableReason): string {
  switch (reason.kind) {
    case 'no-model':
      return l10n.t('No model is loaded. Choose one with Parity: Choose Model File.');
    case 'loading': {
      const percent = new Intl.NumberFormat(env.language, { style: 'percent' }).format(reason.fraction);
      return l10n.t('The model {0} is still loading ({1}). Suggestions start when it is ready.', reason.model, percent);
    }
    case 'failed':
      return describeError(reason.error).text;
  }
}

function explainDrop(cause: DropCause): string {
  switch (cause) {
    case 'empty':
      return l10n.t('The model had nothing to add here. Type a little more to give it a direction.');
    case 'repeats-following':
      return l10n.t('The model only repeated what follows the cursor, so it was not shown. Type a little more.');
    case 'repeats-preceding':
      return l10n.t('The model only repeated the lines before the cursor, so it was not shown. Type a little more.');
    case 'loops':
      return l10n.t('The model repeated itself in a loop, so its answer was not shown. Type a little more.');
  }
}
