import type { FromVoting } from '../benchmark/voting/votingMessage.ts';
import type { FromView } from '../chat/viewMessage.ts';

/** The one way out of the view. VS Code hands its API out once per page load. */
export interface HostApi {
  post(message: FromView | FromVoting): void;
  /** What {@link save} kept when the view was last shown; of unknown shape, as another version may have kept it. */
  saved(): unknown;
  save(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export function connectHost(): HostApi {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    saved: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
