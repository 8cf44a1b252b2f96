import type { Clock } from '../../base/clock.ts';
import { energyWh } from '../cost/localCost.ts';
import type { EngineRecord, TaskResult } from '../result.ts';

export type EnergyBasis = NonNullable<TaskResult['energyWh']>['basis'];

/** Tells what an engine on this machine takes, beyond what the idle machine takes. */
export interface EnergyMeter {
  readonly basis: EnergyBasis;
  /** From now until the span's end. */
  begin(): EnergySpan;
}

export interface EnergySpan {
  /** In watt hours; undefined: it could not be told. */
  end(): number | undefined;
}

/** The meter of an engine; undefined: nothing tells its energy. */
export type FindMeter = (record: EngineRecord) => EnergyMeter | undefined;

export interface DeclaredPower {
  /** Of the whole machine while a model answers, and while nothing runs. */
  readonly activeWatts: number;
  readonly idleWatts: number;
}

/** By what a person says that the machine takes. */
export function declaredMeter({ activeWatts, idleWatts }: DeclaredPower, clock: Clock): EnergyMeter {
  return {
    basis: 'declared',
    begin() {
      const startedMs = clock.now();
      return { end: () => energyWh(activeWatts, idleWatts, (clock.now() - startedMs) / 1000) };
    },
  };
}

export interface PowerCounter {
  /** In joules since any fixed moment; never goes back. Undefined: it can no longer be read. */
  joules(): number | undefined;
}

/** By counters of the machine. `idleWatts`: of the same counters, when nothing ran. */
export function measuredMeter(counter: PowerCounter, idleWatts: number, clock: Clock): EnergyMeter {
  return {
    basis: 'measured',
    begin() {
      const startedMs = clock.now();
      const before = counter.joules();
      return {
        end() {
          const after = counter.joules();
          const seconds = (clock.now() - startedMs) / 1000;
          if (before === undefined || after === undefined) return undefined;
          return seconds <= 0 ? 0 : energyWh((after - before) / seconds, idleWatts, seconds);
        },
      };
    },
  };
}
