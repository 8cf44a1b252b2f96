import { isAbort } from '../../base/appError.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { type SearchResult, createModelSearch } from '../../models/discover/modelSearch.ts';
import { type Hardware, probeHardware } from '../../models/hardware.ts';
import { placesOnThisMachine } from './placesOnThisMachine.ts';

export interface MachineSurvey extends Disposable {
  /** Undefined until it was looked at. */
  readonly hardware: Hardware | undefined;
  readonly search: SearchResult | undefined;
  readonly isLooking: boolean;
  /** Something above is another. */
  readonly onChange: Event<undefined>;
  /** Looks for model files again, and at the machine if that is wanted or was not done yet. Two at once are one. */
  look(wanted: { readonly machineToo: boolean }): Promise<void>;
}

export interface SurveyPorts {
  /** Of the program that looks at the hardware. */
  readonly probePath: string;
  readonly modelFolder: () => string;
  readonly log: Log;
}

/** Knows what machine this is and which model files lie on it, as of when someone last asked. Looks only when asked. */
export function createMachineSurvey({ probePath, modelFolder, log }: SurveyPorts): MachineSurvey {
  const changed = new Emitter<undefined>((error) => log.error('a listener to the survey failed', error));
  const closing = new AbortController();
  const files = createModelSearch();
  let hardware: Hardware | undefined;
  let search: SearchResult | undefined;
  let looking: Promise<void> | undefined;

  const tell = (): void => changed.fire(undefined);

  const lookForFiles = async (): Promise<void> => {
    search = await files.run(await placesOnThisMachine(modelFolder()), closing.signal);
    tell();
  };

  const lookAtMachine = async (): Promise<void> => {
    hardware = await probeHardware(probePath, modelFolder(), closing.signal);
    if (hardware.problem !== undefined) log.warn(`hardware probe: ${JSON.stringify(hardware.problem)}`);
    tell();
  };

  const lookOnce = async (machineToo: boolean): Promise<void> => {
    const parts = [lookForFiles(), ...(machineToo || hardware === undefined ? [lookAtMachine()] : [])];
    for (const outcome of await Promise.allSettled(parts)) {
      if (outcome.status === 'rejected' && !isAbort(outcome.reason)) log.error('the survey failed', outcome.reason);
    }
  };

  return {
    get hardware() {
      return hardware;
    },
    get search() {
      return search;
    },
    get isLooking() {
      return looking !== undefined;
    },
    onChange: changed.event,
    look({ machineToo }) {
      if (looking !== undefined) return looking;
      looking = lookOnce(machineToo).finally(() => {
        looking = undefined;
        tell();
      });
      tell();
      return looking;
    },
    dispose: () => closing.abort(),
  };
}
