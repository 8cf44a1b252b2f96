import type { SeenFiles } from './tool.ts';

/** What one conversation has read so far. Made empty with the conversation and given up with it. */
export function createSeenFiles(): SeenFiles {
  const textByPath = new Map<string, string>();
  return {
    get: (path) => textByPath.get(path),
    set(path, text) {
      textByPath.set(path, text);
    },
  };
}
