import type { Price } from '../cost/price.ts';
import type { RunRecord } from '../result.ts';
import type { EngineSummary, RunSummary } from './summarizeRun.ts';

/** A number of the break-even, with where it comes from. `null`: not known, so one must say it. */
export interface Assumption {
  readonly value: number | null;
  readonly basis: 'measured' | 'declared' | 'assumed' | 'unknown';
  /** In a few words. */
  readonly source: string;
}

export interface MachineForm {
  /** Absent: no engine of this run is the user's own. */
  readonly engineId?: string;
  readonly label: string;
  readonly tokensPerSecond: Assumption;
  readonly activeWatts: Assumption;
  readonly idleWatts: Assumption;
}

/** See `ApiRates`; `cachedPercent` in 0 to 100. */
export interface ApiForm {
  readonly engineId?: string;
  readonly label: string;
  readonly inputUsd: Assumption;
  readonly cachedUsd: Assumption;
  readonly outputUsd: Assumption;
  readonly readPerWritten: Assumption;
  readonly cachedPercent: Assumption;
}

/** What the page starts from: measured in this run where it was, else said by a price list, else a round number. */
export interface BreakEvenForm {
  readonly hardwareUsd: Assumption;
  readonly lifeYears: Assumption;
  readonly usdPerKwh: Assumption;
  readonly tokensPerDay: Assumption;
  readonly hoursPerDay: Assumption;
  readonly machines: readonly [MachineForm, ...MachineForm[]];
  readonly apis: readonly [ApiForm, ...ApiForm[]];
}

export function breakEvenForm({ run, engines }: RunSummary): BreakEvenForm {
  const [machine = unknownMachine, ...machines] = engines
    .filter(({ engine }) => engine.place !== 'remote')
    .map((summary) => machineForm(summary, run.energy));
  const [api = unknownApi, ...apis] = engines
    .filter(({ engine }) => engine.place === 'remote')
    .map((summary) =>
      apiForm(summary, run.prices?.find(({ engineId }) => engineId === summary.engine.id)?.price ?? null),
    );
  return {
    hardwareUsd: declaredOr(run.energy?.hardware?.usd, assumed(1999, 'a computer with room for such a model')),
    lifeYears: declaredOr(run.energy?.hardware?.lifeYears, assumed(3, 'usual for writing off hardware')),
    usdPerKwh: declaredOr(run.energy?.usdPerKwh, assumed(0.3, 'a household price')),
    tokensPerDay: assumed(200_000, 'one developer’s steady use'),
    hoursPerDay: assumed(2, 'one developer’s steady use'),
    machines: [machine, ...machines],
    apis: [api, ...apis],
  };
}

function machineForm({ engine, latency, energyWh }: EngineSummary, energy: RunRecord['energy']): MachineForm {
  const { wholePace } = latency;
  return {
    engineId: engine.id,
    label: engine.label,
    tokensPerSecond:
      wholePace === null
        ? unknown('nothing was written in this run')
        : { value: rounded(wholePace), basis: 'measured', source: 'this run, reading the prompts included' },
    ...powerOf(energyWh, energy),
  };
}

/** The energy of a run is beyond idle; the watts that were measured or declared for idling are put back. */
function powerOf(
  energyWh: EngineSummary['energyWh'],
  energy: RunRecord['energy'],
): Pick<MachineForm, 'activeWatts' | 'idleWatts'> {
  const { idleWatts: measuredIdle, declared } = energy ?? {};
  if (energyWh === undefined || energyWh.watts === null) {
    return {
      activeWatts: declaredOr(declared?.activeWatts, assumed(300, 'a graphics card at work; not measured in this run')),
      idleWatts: declaredOr(declared?.idleWatts, assumed(0, 'all of the power is charged to the model')),
    };
  }
  const { watts, basis } = energyWh;
  const idle = (basis === 'measured' ? measuredIdle : declared?.idleWatts) ?? 0;
  return {
    activeWatts: { value: rounded(watts + idle), basis, source: 'this run, while it answered' },
    idleWatts: { value: rounded(idle), basis, source: 'of this machine: charged to no model' },
  };
}

function apiForm({ engine, usage }: EngineSummary, price: Price | null): ApiForm {
  const listed = (value: number | null | undefined): Assumption =>
    price === null || value === null || value === undefined
      ? unknown('no price is known')
      : { value, basis: 'declared', source: `${price.source}, read ${price.checkedOn}` };
  const cached = price?.prices.cacheRead;
  const { promptTokens, generatedTokens, reusedTokens } = usage;
  return {
    engineId: engine.id,
    label: engine.label,
    inputUsd: listed(price?.prices.input),
    cachedUsd:
      price !== null && cached === undefined
        ? assumed(price.prices.input, 'its own price is not known: the full one')
        : listed(cached),
    outputUsd: listed(price?.prices.output),
    readPerWritten:
      generatedTokens === 0
        ? unknown('nothing was written in this run')
        : { value: rounded(promptTokens / generatedTokens), basis: 'measured', source: 'this run' },
    cachedPercent:
      promptTokens === 0
        ? unknown('nothing was read in this run')
        : { value: rounded((100 * reusedTokens) / promptTokens), basis: 'measured', source: 'this run' },
  };
}

const unknownMachine: MachineForm = {
  label: 'Own hardware',
  tokensPerSecond: unknown('no engine of this run is your own'),
  activeWatts: assumed(300, 'a graphics card at work'),
  idleWatts: assumed(0, 'all of the power is charged to the model'),
};

const unknownApi: ApiForm = {
  label: 'the API',
  inputUsd: unknown('no API is in this run'),
  cachedUsd: unknown('no API is in this run'),
  outputUsd: unknown('no API is in this run'),
  readPerWritten: assumed(0, 'only what is written'),
  cachedPercent: assumed(0, 'only what is written'),
};

function declaredOr(value: number | undefined, other: Assumption): Assumption {
  return value === undefined ? other : { value, basis: 'declared', source: 'your settings, as of this run' };
}

function assumed(value: number, source: string): Assumption {
  return { value, basis: 'assumed', source };
}

function unknown(source: string): Assumption {
  return { value: null, basis: 'unknown', source };
}

/** Three digits that matter. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
