import { l10n } from 'vscode';
import type { ModelDescription } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/statefulEngine.ts';
import { describeModel } from '../describeModel.ts';
import { concessions, gpuPhrase, memoryPhrase } from '../describePlace.ts';
import { formatCount } from '../formatCount.ts';
import { type DoctorRow, note, works } from './doctorReport.ts';
import { problemOf } from './fixes.ts';

/** How the engine is, and what the loaded model can do. */
export function engineRows(state: EngineState): readonly DoctorRow[] {
  const label = l10n.t('Engine');
  switch (state.kind) {
    case 'stopped':
      return [note(label, l10n.t('idle; it starts with the next request'))];
    case 'loading':
      return [note(label, l10n.t('still loading {0}; run the check again when it is done', state.name))];
    case 'failed':
      return [problemOf(label, state.error)];
    case 'ready':
      return [works(label, describeModel(state.model)), ...placeRows(state.model), ...abilityRows(state.model)];
  }
}

function placeRows({ place }: ModelDescription): DoctorRow[] {
  if (place.kind === 'remote') {
    return [
      note(l10n.t('Place'), place.isThisMachine ? l10n.t('a server on this machine') : l10n.t('another machine')),
    ];
  }
  return [
    works(l10n.t('Runs on'), gpuPhrase(place)),
    works(l10n.t('Memory'), memoryPhrase(place.memory)),
    ...concessions(place).map((sentence) => note(l10n.t('Not as asked for'), sentence)),
    ...place.adapters.map(({ path, scale }) => works(l10n.t('LoRA adapter'), l10n.t('{0}, scale {1}', path, scale))),
  ];
}

function abilityRows({ capabilities, contextTokens, infillContextTokens, chatProblem }: ModelDescription): DoctorRow[] {
  const completions = l10n.t('Completions');
  const chat = l10n.t('Chat');
  return [
    capabilities.infill === 'none'
      ? note(completions, l10n.t('this model cannot make them'))
      : works(completions, l10n.t('{0} tokens of context', formatCount(infillContextTokens))),
    capabilities.chat
      ? works(chat, l10n.t('{0} tokens of context; {1}', formatCount(contextTokens), skills(capabilities)))
      : note(chat, chatProblem ?? l10n.t('this model cannot chat')),
  ];
}

function skills({ tools, thinking }: ModelDescription['capabilities']): string {
  if (tools) return thinking ? l10n.t('uses tools and can think first') : l10n.t('uses tools');
  return thinking ? l10n.t('uses no tools, can think first') : l10n.t('uses no tools');
}
