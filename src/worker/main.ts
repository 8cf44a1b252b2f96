/** The process that runs the model: started by the extension, serving its calls until it goes away. */
import { findRuntimes } from './findRuntimes.ts';
import { createLlamaEngine } from './llamaEngine.ts';
import { runEngineProcess } from './runEngineProcess.ts';

findRuntimes();
await runEngineProcess((log) => createLlamaEngine(log));
