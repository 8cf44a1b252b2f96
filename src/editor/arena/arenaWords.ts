import { l10n } from 'vscode';
import type { StateVerdict } from '../../benchmark/arena/testState.ts';
import { durationText, moneyText, reasonName } from '../../benchmark/report/reportWords.ts';
import { editSummary } from '../../chat/editSummary.ts';
import type { ContestResult, Entry } from '../../harness/arena/holdContest.ts';
import { describeError } from '../errors/describeError.ts';
import { escapeMarkdown } from '../escapeMarkdown.ts';
import { formatCount } from '../formatCount.ts';
import { sandboxPhrase } from '../benchmark/sandboxPhrase.ts';

const mostNamed = 20;

/** `3 files, +20 −4`. */
export function changesText({ edits }: Entry, { texts }: Pick<ContestResult, 'texts'>): string {
  if (edits.length === 0) return l10n.t('no changes');
  const summaries = edits.map(({ path, text }) =>
    editSummary({ path, before: texts.get(path) ?? '', after: text ?? '' }),
  );
  const sum = (pick: (summary: (typeof summaries)[number]) => number): string =>
    formatCount(summaries.reduce((total, summary) => total + pick(summary), 0));
  const files = edits.length === 1 ? l10n.t('1 file') : l10n.t('{0} files', formatCount(edits.length));
  return `${files}, +${sum(({ addedLines }) => addedLines)} −${sum(({ removedLines }) => removedLines)}`;
}

export function testsText({ tests, edits }: Entry, before: StateVerdict | undefined): string {
  if (before === undefined) return l10n.t('no tests that Parity can run');
  if (tests === undefined) return edits.length === 0 ? l10n.t('nothing to test') : l10n.t('not tested');
  const { change, verdict } = tests;
  const parts = [l10n.t('{0} tests pass', formatCount(change.passed))];
  if (change.newlyFailing.length > 0) parts.push(l10n.t('{0} no longer pass', formatCount(change.newlyFailing.length)));
  if (change.newlyPassing.length > 0) parts.push(l10n.t('{0} newly pass', formatCount(change.newlyPassing.length)));
  if (verdict.broken.length > 0) parts.push(l10n.t('{0} suites without a verdict', formatCount(verdict.broken.length)));
  return parts.join(', ');
}

/** What it took: time, tokens, money. */
export function effortText({ durationMs, measured }: Entry): string {
  const { usage, costUsd } = measured;
  const tokens = formatCount(usage.promptTokens + usage.generatedTokens);
  const cost =
    costUsd === undefined ? l10n.t('no bill') : costUsd === null ? l10n.t('cost unknown') : moneyText(costUsd);
  return l10n.t('{0}, {1} requests, {2} tokens, {3}', durationText(durationMs), usage.requests, tokens, cost);
}

function endText({ error, hindrance }: Entry): string {
  if (error !== undefined) return l10n.t('failed: {0}', describeError(error).text);
  if (hindrance === undefined) return l10n.t('finished');
  return l10n.t('did not finish: {0} ({1})', reasonName(hindrance.reason), hindrance.detail);
}

/** The whole result as a page of Markdown. */
export function resultMarkdown(instruction: string, result: ContestResult): string {
  const { entries, before, sandbox, leftOut } = result;
  const row = (name: string, cell: (entry: Entry) => string): string =>
    `| ${name} | ${entries.map((entry) => escapeMarkdown(cell(entry))).join(' | ')} |`;
  const table = [
    `| | ${entries.map(({ label }) => escapeMarkdown(label)).join(' | ')} |`,
    `|---|${entries.map(() => '---|').join('')}`,
    row(l10n.t('End'), endText),
    row(l10n.t('Changes'), (entry) => changesText(entry, result)),
    row(l10n.t('Tests as they were'), (entry) => testsText(entry, before)),
    ...(entries.some(({ ownTests }) => ownTests !== undefined)
      ? [
          row(l10n.t('With its own tests'), ({ ownTests }) =>
            ownTests === undefined ? '' : l10n.t('{0} pass, {1} fail', ownTests.passed.length, ownTests.failed.length),
          ),
        ]
      : []),
    row(l10n.t('Effort'), effortText),
  ];
  const passedBefore =
    before === undefined
      ? l10n.t('The repository has no tests that Parity can run, so only reading tells which answer is better.')
      : l10n.t('Before, {0} tests passed and {1} failed.', before.passed.length, before.failed.length);
  return [
    `# ${l10n.t('Arena')}`,
    `> ${escapeMarkdown(instruction)}`,
    table.join('\n'),
    passedBefore,
    ...entries.flatMap(entrySection),
    `## ${l10n.t('How it was done')}`,
    l10n.t(
      'Each engine worked through the agent loop of the chat in a copy of its own (sandbox: {0}). Tests ran on its changes without those to tests and their configuration.',
      escapeMarkdown(sandboxPhrase(sandbox)),
    ),
    ...(leftOut.length === 0
      ? []
      : [
          l10n.t(
            'These changed files are no text or too large, and were in the copies as they are committed: {0}.',
            leftOut.map(escapeMarkdown).join(', '),
          ),
        ]),
  ].join('\n\n');
}

function entrySection({ label, text, tests }: Entry): readonly string[] {
  const failing = tests?.change.newlyFailing ?? [];
  return [
    `## ${escapeMarkdown(label)}`,
    ...(text.trim() === ''
      ? []
      : text
          .trim()
          .split('\n')
          .map((line) => `> ${escapeMarkdown(line)}`)
          .join('\n>\n')
          .split('\n\n')),
    ...(failing.length === 0
      ? []
      : [
          l10n.t('No longer pass:'),
          [
            ...failing.slice(0, mostNamed).map((name) => `- ${escapeMarkdown(name)}`),
            ...(failing.length > mostNamed ? [l10n.t('- and {0} more', failing.length - mostNamed)] : []),
          ].join('\n'),
        ]),
  ];
}
