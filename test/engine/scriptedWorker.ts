/**
 * A worker process that answers from a script instead of a model: the extension starts it when `PARITY_ENGINE_WORKER`
 * names it, and `PARITY_SCRIPT` names the JSON file of its dialogue. Everything between the view and this process is real.
 */
import { readFileSync } from 'node:fs';
import { runEngineProcess } from '../../src/worker/runEngineProcess.ts';
import { type SharingTimes, sharingTimes } from '../../src/worker/serveWindows.ts';
import { dialogueSchema } from './dialogue.ts';
import type { Log } from '../../src/base/log.ts';
import type { ServedEngine } from '../../src/worker/servedEngine.ts';
import { createScriptedEngine } from './scriptedEngine.ts';

const scriptPath = process.env['PARITY_SCRIPT'];
if (scriptPath === undefined) throw new Error('PARITY_SCRIPT must name the JSON file of a dialogue.');

const dialogue = dialogueSchema.parse(JSON.parse(readFileSync(scriptPath, 'utf8')));
// Tests of how processes are shared have no time for a person's times.
const times = JSON.parse(process.env['PARITY_SHARING_TIMES'] ?? '{}') as Partial<SharingTimes>;
await runEngineProcess(createTalkingEngine, { ...sharingTimes, ...times });

/** Logs what it is asked, before and after something else may have run, as no real engine does. */
function createTalkingEngine(log: Log): ServedEngine {
  // As a real worker dies: at once, with nothing said.
  const engine = createScriptedEngine(dialogue, { crash: () => process.kill(process.pid, 'SIGKILL') });
  return {
    ...engine,
    async infill(request, onText, signal) {
      log.debug(`asked to fill ${request.prefix}`);
      const result = await engine.infill(request, onText, signal);
      log.debug(`filled ${request.prefix}`);
      return result;
    },
    async reply(request, onPart, signal) {
      log.debug(`asked ${request.messages.at(-1)?.text ?? ''}`);
      return await engine.reply(request, onPart, signal);
    },
  };
}
