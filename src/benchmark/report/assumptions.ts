/** What can be entered for a break-even: names, units and limits, and the reading of what someone typed. */
import type { ApiRates, DailyUse, Machine } from '../cost/payback.ts';
import type { ApiForm, BreakEvenForm, MachineForm } from './breakEvenForm.ts';

export interface Field {
  readonly label: string;
  readonly unit: string;
  readonly most: number;
  /** Nothing can be divided by it. */
  readonly mustBePositive?: true;
}

type CommonKey = Exclude<keyof BreakEvenForm, 'machines' | 'apis'>;
type MachineKey = Exclude<keyof MachineForm, 'engineId' | 'label'>;
type ApiKey = Exclude<keyof ApiForm, 'engineId' | 'label'>;
export type FieldKey = CommonKey | MachineKey | ApiKey;

const perMillion = 'USD per million tokens';

export const fields: Readonly<Record<FieldKey, Field>> = {
  hardwareUsd: { label: 'Price of the hardware', unit: 'USD', most: 1e9 },
  lifeYears: { label: 'Years of use', unit: 'years', most: 50, mustBePositive: true },
  usdPerKwh: { label: 'Price of electricity', unit: 'USD per kWh', most: 100 },
  tokensPerDay: { label: 'Tokens written a day', unit: 'tokens', most: 1e12 },
  hoursPerDay: { label: 'Hours of writing a day', unit: 'hours', most: 24 },
  tokensPerSecond: { label: 'Tokens written a second', unit: 'tokens per second', most: 1e6, mustBePositive: true },
  activeWatts: { label: 'Power while it works', unit: 'watts', most: 1e6 },
  idleWatts: { label: 'Power while it idles', unit: 'watts', most: 1e6 },
  inputUsd: { label: 'Price of reading', unit: perMillion, most: 1e5 },
  cachedUsd: { label: 'Price of reading from the cache', unit: perMillion, most: 1e5 },
  outputUsd: { label: 'Price of writing', unit: perMillion, most: 1e5 },
  readPerWritten: { label: 'Tokens read for each written', unit: 'tokens', most: 1e6 },
  cachedPercent: { label: 'Of them from the cache', unit: 'percent', most: 100 },
};

export const commonKeys = ['hardwareUsd', 'lifeYears', 'usdPerKwh'] as const satisfies readonly CommonKey[];
export const machineKeys = ['tokensPerSecond', 'activeWatts', 'idleWatts'] as const satisfies readonly MachineKey[];
export const apiKeys = [
  'inputUsd',
  'cachedUsd',
  'outputUsd',
  'readPerWritten',
  'cachedPercent',
] as const satisfies readonly ApiKey[];

export type Reading =
  { readonly kind: 'number'; readonly value: number } | { readonly kind: 'problem'; readonly message: string };

/** A decimal point, no separators: `0,30` and `1,999` cannot be told apart. */
export function readNumber(text: string, { unit, most, mustBePositive }: Field): Reading {
  const typed = text.trim();
  if (typed === '') return problem(`Enter a number, in ${unit}.`);
  if (typed.includes(',')) return problem('Write it with a decimal point and without commas, as in 1999.50.');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(typed)) return problem(`This is no number. Enter one, in ${unit}.`);
  const value = Number(typed);
  if (value < 0) return problem('It cannot be less than 0.');
  if (value === 0 && mustBePositive === true) return problem('It must be more than 0.');
  if (value > most) return problem(`It cannot be more than ${most.toLocaleString('en')}.`);
  return { kind: 'number', value };
}

function problem(message: string): Reading {
  return { kind: 'problem', message };
}

/** What was entered of one API, one machine or of both, as far as it can be read. */
export type Entered = Readonly<Partial<Record<FieldKey, number>>>;

/** Undefined while something is missing. */
export function enteredMachine(entered: Entered): Machine | undefined {
  const { hardwareUsd, lifeYears, usdPerKwh, tokensPerSecond, activeWatts, idleWatts } = entered;
  if (hardwareUsd === undefined || lifeYears === undefined || usdPerKwh === undefined) return undefined;
  if (tokensPerSecond === undefined || activeWatts === undefined || idleWatts === undefined) return undefined;
  return { hardwareUsd, lifeYears, usdPerKwh, tokensPerSecond, activeWatts, idleWatts };
}

/** A price that nothing is charged by need not be known. */
export function enteredRates(entered: Entered): ApiRates | undefined {
  const { inputUsd, cachedUsd, outputUsd, readPerWritten, cachedPercent } = entered;
  if (outputUsd === undefined || readPerWritten === undefined || cachedPercent === undefined) return undefined;
  const cachedShare = cachedPercent / 100;
  const needsInput = readPerWritten > 0 && cachedShare < 1;
  const needsCached = readPerWritten > 0 && cachedShare > 0;
  if ((needsInput && inputUsd === undefined) || (needsCached && cachedUsd === undefined)) return undefined;
  return { inputUsd: inputUsd ?? 0, cachedUsd: cachedUsd ?? 0, outputUsd, readPerWritten, cachedShare };
}

export function enteredUse(kind: DailyUse['kind'], entered: Entered): DailyUse | undefined {
  const { tokensPerDay, hoursPerDay } = entered;
  if (kind === 'tokens') return tokensPerDay === undefined ? undefined : { kind, tokens: tokensPerDay };
  return hoursPerDay === undefined ? undefined : { kind, hours: hoursPerDay };
}
