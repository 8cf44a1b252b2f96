/** The variable that tells the engine's process where to look for downloaded native code; see `worker/findRuntimes.ts`. */
export const runtimeFolderVariable = 'PARITY_ENGINE_RUNTIMES';
