import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';

const reportEverySeconds = 20;

export interface Silence extends Disposable {
  /** Something came. */
  end(): void;
}

/** Tells after each 20 seconds without a word for how long there was none. Nothing is given up because of it. */
export function watchSilence(onSilent: (seconds: number) => void, clock: Clock): Silence {
  let seconds = 0;
  let timer: Disposable | undefined;
  const wait = (): void => {
    timer = clock.after(reportEverySeconds * 1000, () => {
      seconds += reportEverySeconds;
      onSilent(seconds);
      wait();
    });
  };
  wait();
  return {
    end() {
      timer?.dispose();
      seconds = 0;
      wait();
    },
    dispose: () => timer?.dispose(),
  };
}
