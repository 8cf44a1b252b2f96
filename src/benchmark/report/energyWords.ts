/** What a report says of energy, in English as all of it. */
import type { RunRecord } from '../result.ts';
import type { EngineSummary } from './summarizeRun.ts';

const figure = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `0.53 Wh (measured)`. */
export function energyText({ energyWh, engine }: Pick<EngineSummary, 'energyWh' | 'engine'>): string {
  if (energyWh !== undefined) return `${figure.format(energyWh.amount)} Wh (${energyWh.basis})`;
  return engine.place === 'local' ? 'not measured' : 'not known';
}

/** How it was told, or why it was not. */
export function energyBasisText(energy: NonNullable<RunRecord['energy']>): string {
  const { measuredBy, idleWatts = 0, declared, usdPerKwh, notMeasured } = energy;
  const facts = [
    ...(measuredBy.length === 0
      ? []
      : [`measured by ${measuredBy.join(' and ')}, beyond ${figure.format(idleWatts)} W when idle`]),
    ...(declared === undefined
      ? []
      : [
          `declared ${figure.format(declared.activeWatts)} W at work, ${figure.format(declared.idleWatts)} W when idle`,
        ]),
    ...(measuredBy.length === 0 && declared === undefined ? ['neither measured nor declared'] : []),
    ...notMeasured,
    ...(usdPerKwh === undefined ? [] : [`$${usdPerKwh} a kilowatt hour`]),
  ];
  return facts.join('; ');
}
