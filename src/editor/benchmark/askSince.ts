import { type QuickPickItem, env, l10n } from 'vscode';
import { type StepFrame, type StepResult, askItem, askText } from '../quickSteps.ts';
import { dayLabel } from './benchmarkWords.ts';
import type { EngineOffer } from './engineOffers.ts';
import { newestRelease } from './newestRelease.ts';

export interface SinceQuestion {
  /** That are to be measured. */
  readonly engines: readonly Pick<EngineOffer, 'label' | 'releasedOn'>[];
  /** What was chosen last; undefined: nothing. */
  readonly chosen: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** How many commits there are since a day: too few make too few tasks. Undefined: that cannot be told. */
  readonly countSince: (day: string) => Promise<number | undefined>;
}

/** `answer` undefined: another day, which is asked for. */
type SinceItem = QuickPickItem & { readonly answer: string | null | undefined };

/** How old the code may be that holes and commits are taken from. `null`: of any age. */
export async function askSince(question: SinceQuestion, frame: StepFrame): Promise<StepResult<string | null>> {
  const { engines, chosen, today, countSince } = question;
  const { day, newest, unknown } = newestRelease(engines);
  const items = [
    ...(day === undefined ? [] : [releaseItem(day, newest, unknown)]),
    ...(typeof chosen === 'string' && chosen !== day ? [lastItem(chosen)] : []),
    {
      label: l10n.t('Code of Any Age'),
      description: l10n.t('more tasks'),
      detail: l10n.t('A model may have seen some of it when it was trained, and looks better then.'),
      answer: null,
    },
    {
      label: l10n.t('Another Day…'),
      detail: l10n.t('Bodies, bugs and tool calls are taken from the code as it is, whatever the day.'),
      answer: undefined,
    },
  ] satisfies SinceItem[];
  const active = items.find(({ answer }) => chosen !== undefined && answer === chosen) ?? items[0];
  const picked = await askItem<SinceItem>({
    ...frame,
    placeholder:
      day === undefined
        ? l10n.t('From how far back? When these models were released is not known to Parity.')
        : l10n.t('From how far back? No model can have seen code that is newer than it is.'),
    items,
    ...(active === undefined ? {} : { active }),
    fill: (pick) => {
      const counted = items.map(async (item) => {
        const { answer } = item;
        if (typeof answer !== 'string') return item;
        const count = await countSince(answer);
        return count === undefined ? item : { ...item, description: commitsLabel(count) };
      });
      void Promise.all(counted).then((next) => {
        const at = items.findIndex((item) => item === pick.activeItems[0]);
        pick.items = next;
        const kept = next[at];
        if (kept !== undefined) pick.activeItems = [kept];
      });
    },
  });
  if (picked.kind !== 'done') return picked;
  const { answer } = picked.value;
  if (answer !== undefined) return { kind: 'done', value: answer };
  const written = await askText({
    ...frame,
    prompt: l10n.t('Since which day? Only code written since then is asked for in holes and commits.'),
    value: chosen ?? day ?? `${today.slice(0, 4)}-01-01`,
    placeholder: '2026-03-02',
    problemWith: (text) => dayProblem(text, today),
  });
  return written.kind === 'back' ? askSince(question, frame) : written;
}

/** `YYYY-MM-DD`, a day that there is, and not after `today`. */
export function dayProblem(text: string, today: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return l10n.t('Write a day as year, month and day, such as 2026-03-02.');
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    return l10n.t('There is no such day. Write one such as 2026-03-02.');
  }
  return text > today ? l10n.t('That day is still to come: there is no code since then.') : undefined;
}

function releaseItem(day: string, newest: readonly string[], unknown: readonly string[]): SinceItem {
  const names = new Intl.ListFormat(env.language).format(newest);
  return {
    label: l10n.t('Code Since {0}', dayLabel(day)),
    // In one short line: what does not fit is not shown.
    detail: [
      l10n.t('The release of {0}.', names),
      ...(unknown.length === 0
        ? []
        : [l10n.t('Not known: that of {0}.', new Intl.ListFormat(env.language).format(unknown))]),
    ].join(' '),
    answer: day,
  };
}

function lastItem(day: string): SinceItem {
  return { label: l10n.t('Code Since {0}', dayLabel(day)), detail: l10n.t('As chosen last.'), answer: day };
}

function commitsLabel(count: number): string {
  if (count === 0) return l10n.t('no commits: holes and commits cannot be asked for');
  return count === 1 ? l10n.t('1 commit') : l10n.t('{0} commits', new Intl.NumberFormat(env.language).format(count));
}
