import type { ViewStrings } from '../chat/viewStrings.ts';

/** The view's words and its manner of writing numbers, for one locale. */
export interface Words {
  readonly strings: ViewStrings;
  fill(template: string, ...values: readonly string[]): string;
  /** `12,345`, in the locale's digits. */
  count(value: number): string;
  /** `12k`: for places too small for the exact number. */
  roughCount(value: number): string;
  /** From 0 to 1, as `42%`. */
  percent(fraction: number): string;
  /** `3s`; at least one second, minutes from 90 seconds on. */
  duration(milliseconds: number): string;
  /** `340ms`, `1.2s`: as precise as it was measured. */
  latency(milliseconds: number): string;
  /** Dollars: cents where there are any, else as many digits as tell something. */
  money(usd: number): string;
}

export function createWords(strings: ViewStrings, locale: string): Words {
  const language = usableLocale(locale);
  const count = new Intl.NumberFormat(language);
  const rough = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const seconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'narrow' });
  const minutes = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'minute',
    unitDisplay: 'narrow',
    maximumFractionDigits: 1,
  });
  const milliseconds = new Intl.NumberFormat(language, {
    ...{ style: 'unit', unit: 'millisecond', unitDisplay: 'narrow', maximumFractionDigits: 0 },
  });
  const tenths = new Intl.NumberFormat(language, {
    ...{ style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: 1 },
  });
  const dollars = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD' });
  const smallChange = new Intl.NumberFormat(language, {
    ...{ style: 'currency', currency: 'USD', minimumFractionDigits: 0, maximumSignificantDigits: 2 },
  });
  return {
    strings,
    fill: fillTemplate,
    count: (value) => count.format(value),
    // English writes 1.2K; the editor's own token counts have the small letter.
    roughCount: (value) =>
      rough
        .formatToParts(value)
        .map((part) => (part.type === 'compact' && part.value === 'K' ? 'k' : part.value))
        .join(''),
    percent: (fraction) => percent.format(fraction),
    duration: (milliseconds) =>
      milliseconds < 90_000
        ? seconds.format(Math.max(1, Math.round(milliseconds / 1000)))
        : minutes.format(milliseconds / 60_000),
    latency: (ms) =>
      ms < 999.5 ? milliseconds.format(ms) : ms < 90_000 ? tenths.format(ms / 1000) : minutes.format(ms / 60_000),
    money: (usd) => (usd >= 0.995 || usd === 0 ? dollars : smallChange).format(usd),
  };
}

/** One pass: what stands in a value is never taken for a place to fill. */
export function fillTemplate(template: string, ...values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}

/** VS Code's display language is mostly a locale `Intl` knows; pseudo-locales such as `qps-ploc` need not be. */
function usableLocale(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
