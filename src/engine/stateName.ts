import type { EngineState } from './statefulEngine.ts';

/** The name, for people, of the model that an engine has or is getting. */
export function stateName(state: EngineState): string | undefined {
  switch (state.kind) {
    case 'ready':
      return state.model.name;
    case 'loading':
      return state.name;
    case 'stopped':
      return state.model?.name;
    case 'failed':
      return undefined;
  }
}
