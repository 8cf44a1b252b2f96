import type { EnergyChoice } from '../../harness/energy/openEnergy.ts';
import type { Settings } from '../settings.ts';

/** What the settings say of the machine's power: 0 stands for what is not known. */
export function energyChoice(settings: Settings): EnergyChoice {
  const activeWatts = settings.get('energy.activeWatts');
  const usdPerKwh = settings.get('energy.usdPerKwh');
  const hardwareUsd = settings.get('energy.hardwareUsd');
  return {
    declared: activeWatts === 0 ? undefined : { activeWatts, idleWatts: settings.get('energy.idleWatts') },
    usdPerKwh: usdPerKwh === 0 ? undefined : usdPerKwh,
    hardware: hardwareUsd === 0 ? undefined : { usd: hardwareUsd, lifeYears: settings.get('energy.hardwareYears') },
  };
}
