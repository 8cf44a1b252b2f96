/**
 * A worker process that answers from a script instead of a model: the extension forks it when `PARITY_ENGINE_WORKER`
 * names it, and `PARITY_SCRIPT` names the JSON file of its dialogue. Everything between the view and this process is real.
 */
import { readFileSync } from 'node:fs';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import { parentChannel } from '../../src/worker/processChannel.ts';
import { dialogueSchema } from './dialogue.ts';
import { createScriptedEngine } from './scriptedEngine.ts';

const scriptPath = process.env['PARITY_SCRIPT'];
if (scriptPath === undefined) throw new Error('PARITY_SCRIPT must name the JSON file of a dialogue.');

const dialogue = dialogueSchema.parse(JSON.parse(readFileSync(scriptPath, 'utf8')));
const engine = createScriptedEngine(dialogue, {
  // As a real worker dies: at once, with nothing said.
  crash: () => process.kill(process.pid, 'SIGKILL'),
});
const channel = parentChannel();
serveEngine(engine, channel);
channel.onEnd(() => process.exit(0));
