import { DisposableStore } from '../../base/disposables.ts';
import type { Arena, ArenaPorts } from './connectArena.ts';

/** The arena, whose code is read when one is held first. */
export function lateArena(ports: ArenaPorts): Arena {
  const store = new DisposableStore();
  let connected: Promise<Arena> | undefined;
  const load = async (): Promise<Arena> => {
    const { connectArena } = await import('../benchmark/repositoryWork.ts');
    return store.add(connectArena(ports));
  };
  return {
    async hold() {
      connected ??= load();
      await (await connected).hold();
    },
    dispose: () => store.dispose(),
  };
}
