import { l10n } from 'vscode';
import { escapeMarkdown } from '../escapeMarkdown.ts';
import { type DoctorReport, type DoctorRow, type Verdict, problemsOf } from './doctorReport.ts';

export interface ReportFrame {
  readonly report: DoctorReport;
  /** When it was made, for people. */
  readonly madeAt: string;
  /** Of the user's folder, which is written `~`: its name is often a person's. */
  readonly homeFolder: string;
}

/** The report as Markdown that reads well as it is and when it is pasted into an issue. */
export function reportMarkdown({ report, madeAt, homeFolder }: ReportFrame): string {
  const text = (foreign: string): string => escapeMarkdown(shortenHome(foreign, homeFolder));
  const line = ({ verdict, label, text: found, fix }: DoctorRow): string[] => [
    `- ${signOf(verdict)} **${text(label)}**: ${text(found)}`,
    ...(fix === undefined ? [] : [`  - ${l10n.t('What to do: {0}', text(fix.text))}`]),
  ];
  const problems = problemsOf(report);
  return [
    `# ${l10n.t('Parity: Doctor')}`,
    '',
    `**${verdictInWords(problems.length)}** ${l10n.t('Made {0}.', madeAt)}`,
    ...(report.isCut ? ['', l10n.t('It was stopped, so not everything was checked.')] : []),
    ...(problems.length === 0 ? [] : ['', `## ${l10n.t('To do')}`, '', ...problems.flatMap(line)]),
    ...report.sections.flatMap(({ title, rows }) => ['', `## ${text(title)}`, '', ...rows.flatMap(line)]),
    '',
    '---',
    '',
    l10n.t('This report holds no code, no keys and no text of yours. Your home folder is written ~.'),
    '',
  ].join('\n');
}

export function verdictInWords(problemCount: number): string {
  if (problemCount === 0) return l10n.t('No problem was found.');
  return problemCount === 1 ? l10n.t('1 problem was found.') : l10n.t('{0} problems were found.', problemCount);
}

/** The sign and the word: neither color nor shape alone says it. */
function signOf(verdict: Verdict): string {
  switch (verdict) {
    case 'works':
      return l10n.t('✓ OK ·');
    case 'note':
      return l10n.t('ℹ Note ·');
    case 'problem':
      return l10n.t('✗ Problem ·');
    case 'unchecked':
      return l10n.t('? Not checked ·');
  }
}

function shortenHome(text: string, homeFolder: string): string {
  // A home of `/` names nobody, and would turn every path into nonsense.
  if (homeFolder.length < 2) return text;
  const home = homeFolder.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  // Only where a path begins, and only the whole of a folder's name.
  const pattern = String.raw`(?<![\w.\-/\\])${home}(?![\w.-])`;
  return text.replaceAll(new RegExp(pattern, /^[a-z]:/i.test(homeFolder) ? 'gi' : 'g'), '~');
}
