import type { Clock } from '../../base/clock.ts';
import { delay } from '../../base/delay.ts';
import type { Disposable } from '../../base/disposables.ts';
import { needsMachine } from '../../benchmark/running/benchmarkEngine.ts';
import {
  type DeclaredPower,
  declaredMeter,
  type FindMeter,
  measuredMeter,
  type PowerCounter,
} from '../../benchmark/running/energyMeter.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import { openNvidiaCounter } from './nvidiaCounter.ts';
import { openRaplCounter, powercapFolder } from './raplCounter.ts';

/** What a person says of the machine's power and of what it costs. */
export interface EnergyChoice {
  /** Counts where the machine cannot measure. */
  readonly declared: DeclaredPower | undefined;
  /** US dollars. Undefined: not known. */
  readonly usdPerKwh: number | undefined;
  readonly hardware: { readonly usd: number; readonly lifeYears: number } | undefined;
}

export const noEnergyChoice: EnergyChoice = { declared: undefined, usdPerKwh: undefined, hardware: undefined };

export interface OpenedEnergy extends Disposable {
  readonly record: NonNullable<RunRecord['energy']>;
  readonly meterOf: FindMeter;
}

/** Where the machine's counters are; the tests have others. */
export interface EnergyPlaces {
  readonly powercap: string;
  readonly nvidia: { readonly program: string; readonly leading?: readonly string[] };
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

/** So long the idle machine is watched. */
export const idleMs = 3000;

/**
 * Gets the machine's counters ready and watches it idle for a few seconds. Only engines that have the machine to themselves
 * get a meter: of others nobody could tell whose the energy is. Rejects with an `AbortError` only.
 */
export async function openEnergy(
  choice: EnergyChoice,
  places: EnergyPlaces,
  signal: AbortSignal,
): Promise<OpenedEnergy> {
  const { clock } = places;
  const [rapl, nvidia] = await Promise.all([
    openRaplCounter(places.powercap),
    openNvidiaCounter({ ...places.nvidia, clock }, signal),
  ]);
  const counters = [rapl, nvidia].flatMap((found) => (found.kind === 'opened' ? [found.counter] : []));
  const dispose = (): void => counters.forEach((counter) => counter.dispose());
  try {
    const idle = counters.length === 0 ? undefined : await idleWattsOf(sum(counters), clock, signal);
    const declared = choice.declared === undefined ? undefined : declaredMeter(choice.declared, clock);
    const measured = idle === undefined ? undefined : measuredMeter(sum(counters), idle, clock);
    return {
      record: {
        measuredBy: [
          ...(idle !== undefined && rapl.kind === 'opened' ? (['rapl'] as const) : []),
          ...(idle !== undefined && nvidia.kind === 'opened' ? (['nvidia-smi'] as const) : []),
        ],
        ...(idle === undefined ? {} : { idleWatts: idle }),
        ...(choice.declared === undefined ? {} : { declared: { ...choice.declared } }),
        ...(choice.usdPerKwh === undefined ? {} : { usdPerKwh: choice.usdPerKwh }),
        ...(choice.hardware === undefined ? {} : { hardware: { ...choice.hardware } }),
        notMeasured: [
          ...[rapl, nvidia].flatMap((found) => (found.kind === 'absent' ? (found.why ?? []) : [])),
          ...(places.platform === 'darwin' ? ['macOS tells its power to root only (powermetrics)'] : []),
        ],
      },
      meterOf(record) {
        if (!needsMachine(record)) return undefined;
        // A processor's counters say nothing of a card; on a processor they say all, whatever cards there are.
        const isOnCard = record.device !== undefined && record.device !== 'cpu';
        const isCovered = isOnCard ? nvidia.kind === 'opened' : rapl.kind === 'opened';
        return isCovered && measured !== undefined ? measured : declared;
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** This machine's. macOS tells its power to root alone (powermetrics), Windows to nobody: there what is declared counts. */
export function energyPlaces(clock: Clock): EnergyPlaces {
  return { powercap: powercapFolder, nvidia: { program: 'nvidia-smi' }, platform: process.platform, clock };
}

/** One that breaks off breaks the sum. */
function sum(counters: readonly PowerCounter[]): PowerCounter {
  return {
    joules() {
      let joules = 0;
      for (const counter of counters) {
        const more = counter.joules();
        if (more === undefined) return undefined;
        joules += more;
      }
      return joules;
    },
  };
}

async function idleWattsOf(counter: PowerCounter, clock: Clock, signal: AbortSignal): Promise<number | undefined> {
  const startedMs = clock.now();
  const before = counter.joules();
  await delay(clock, idleMs, signal);
  const after = counter.joules();
  if (before === undefined || after === undefined) return undefined;
  return Math.max(0, (after - before) / ((clock.now() - startedMs) / 1000));
}
