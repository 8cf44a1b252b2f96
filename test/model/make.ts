import { makeScriptedModel } from './makeScriptedModel.ts';
import { makeShapeModel } from './makeShapeModel.ts';
import { makeTinyModel } from './makeTinyModel.ts';
import { greetingScript, infillScript, toolCallScript } from './script.ts';

/** `npx tsx test/model/make.ts KIND OUT`: the test models, to try by hand. */
const makers: Readonly<Record<string, (path: string) => Promise<void>>> = {
  tiny: (path) => makeTinyModel(path),
  scripted: (path) => makeScriptedModel(path, [...greetingScript, ...infillScript]),
  'scripted-tool': (path) => makeScriptedModel(path, [...toolCallScript, ...infillScript]),
  'shape-0.8B': (path) => makeShapeModel(path, { size: '0.8B', quant: 'Q4_0' }),
};

const [kind = '', path] = process.argv.slice(2);
const maker = makers[kind];
if (maker === undefined || path === undefined) {
  console.error(`Usage: npx tsx test/model/make.ts ${Object.keys(makers).join('|')} OUT`);
  process.exitCode = 2;
} else {
  await maker(path);
}
