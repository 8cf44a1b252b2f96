/**
 * A worker process that answers from a script instead of a model: the extension starts it when `PARITY_ENGINE_WORKER`
 * names it, and `PARITY_SCRIPT` names the JSON file of its dialogue. Everything between the view and this process is real.
 */
import { readFileSync } from 'node:fs';
import { runEngineProcess } from '../../src/worker/runEngineProcess.ts';
import { type SharingTimes, sharingTimes } from '../../src/worker/serveWindows.ts';
import { dialogueSchema } from './dialogue.ts';
import { createScriptedEngine } from './scriptedEngine.ts';

const scriptPath = process.env['PARITY_SCRIPT'];
if (scriptPath === undefined) throw new Error('PARITY_SCRIPT must name the JSON file of a dialogue.');

const dialogue = dialogueSchema.parse(JSON.parse(readFileSync(scriptPath, 'utf8')));
// Tests of how processes are shared have no time for a person's times.
const times = JSON.parse(process.env['PARITY_SHARING_TIMES'] ?? '{}') as Partial<SharingTimes>;
await runEngineProcess(
  () =>
    createScriptedEngine(dialogue, {
      // As a real worker dies: at once, with nothing said.
      crash: () => process.kill(process.pid, 'SIGKILL'),
    }),
  { ...sharingTimes, ...times },
);
