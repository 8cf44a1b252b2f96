import { env, l10n } from 'vscode';
import type { ModelFileFacts } from '../../models/modelFileFacts.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import { type DoctorRow, note, works } from './doctorReport.ts';

/** A model file whose header was read and found right. */
export function modelFileRows(path: string, facts: ModelFileFacts): readonly DoctorRow[] {
  const counts = new Intl.NumberFormat(env.language, { notation: 'compact', maximumSignificantDigits: 3 });
  const numbers = new Intl.NumberFormat(env.language);
  const file = l10n.t('{0} ({1})', path, formatBytes(facts.fileBytes, env.language));
  const header = l10n.t(
    '{0}, {1}, {2} parameters',
    facts.name ?? l10n.t('without a name'),
    facts.architecture,
    counts.format(facts.parameterCount),
  );
  return [
    works(l10n.t('Model file'), file),
    works(l10n.t('Header'), header),
    ...(facts.trainedContextTokens === undefined
      ? []
      : [works(l10n.t('Trained for'), l10n.t('{0} tokens of context', numbers.format(facts.trainedContextTokens)))]),
    facts.hasInfillTokens
      ? works(l10n.t('Completions'), l10n.t('the file has the tokens for them'))
      : note(l10n.t('Completions'), l10n.t('the file has no tokens for them, so this model only chats')),
    facts.chatTemplate === undefined
      ? note(l10n.t('Chat'), l10n.t('the file has no chat template, so this model only completes'))
      : works(l10n.t('Chat'), l10n.t('the file has a chat template')),
  ];
}
