import { env, l10n } from 'vscode';
import type { SelfCheck, SelfTest } from '../../engine/selfTest.ts';
import { type DoctorRow, type Fix, note, problem, works } from './doctorReport.ts';

/** What the loaded model showed of itself. */
export function selfTestRows({ tokenizer, template, infill, speed }: SelfTest): readonly DoctorRow[] {
  return [
    checkRow(l10n.t('Tokenizer'), tokenizer, l10n.t('text comes back as it went in')),
    template.kind === 'absent'
      ? note(l10n.t('Chat template'), l10n.t('this model has none'))
      : checkRow(l10n.t('Chat template'), template, l10n.t('lays out a conversation with tools')),
    infillRow(infill),
    speedRow(speed),
  ];
}

function checkRow(label: string, check: SelfCheck, good: string): DoctorRow {
  return check.kind === 'ok' ? works(label, good) : problem(label, check.detail, anotherModel());
}

function infillRow(infill: SelfTest['infill']): DoctorRow {
  const label = l10n.t('Filling holes');
  if (infill.kind === 'ok') {
    const { probe } = infill;
    return probe === undefined
      ? works(label, l10n.t('believed of this model, not tried'))
      : works(label, l10n.t('{0} of {1} test holes, in the order {2}', probe.passed, probe.total, probe.order));
  }
  switch (infill.problem.kind) {
    case 'no-tokens':
      return note(label, l10n.t('this model has no tokens for it, so it makes no completions'));
    case 'probe-failed': {
      const { passed, total } = infill.problem;
      return note(
        label,
        l10n.t('this model filled {0} of {1} test holes, too few: it makes no completions', passed, total),
      );
    }
  }
}

function speedRow(speed: SelfTest['speed']): DoctorRow {
  const label = l10n.t('Speed');
  if (speed.kind === 'problem') return problem(label, speed.detail, anotherModel());
  const text = l10n.t(
    'reads {0} and writes {1} tokens per second ({2} and {3} tokens measured)',
    number(speed.readTokensPerSecond),
    number(speed.writtenTokensPerSecond),
    speed.readTokens,
    speed.writtenTokens,
  );
  if (speed.writtenTokensPerSecond >= slowestPleasant) return works(label, text);
  return note(label, l10n.t('{0}: a smaller model, or fewer bits, would be faster', text));
}

/** Fewer tokens per second are slower than most people read. */
const slowestPleasant = 5;

function anotherModel(): Fix {
  return {
    text: l10n.t('Choose another model in Parity: Open Models, or download this one again.'),
    step: { label: l10n.t('Open Models'), command: 'parity.openModels' },
  };
}

function number(value: number): string {
  return new Intl.NumberFormat(env.language, { maximumSignificantDigits: 3 }).format(value);
}
