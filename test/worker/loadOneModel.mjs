/**
 * A process to be thrown away: loads each file it is sent with node-llama-cpp, lets it read and write a few tokens, and
 * answers how that went. Over a file that is fatal it dies instead. See `throwawayLoader.ts`. Plain JavaScript, because it
 * is started often and a compiler would take longer than the rest.
 */
import { LlamaLogLevel, getLlama } from 'node-llama-cpp';

const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  maxThreads: 1,
  logLevel: LlamaLogLevel.disabled,
});

process.on('message', (path) => {
  void tryModel(String(path)).then((outcome) => process.send(outcome));
});
process.send('ready');

async function tryModel(path) {
  let model;
  try {
    model = await llama.loadModel({ modelPath: path, useMmap: false });
    const context = await model.createContext({ contextSize: 64, batchSize: 16 });
    const sequence = context.getSequence();
    await sequence.evaluateWithoutGeneratingNewTokens(model.tokenize('def f(a):\n  return a').slice(0, 20));
    let written = 0;
    for await (const token of sequence.evaluate(model.tokenize('\n').slice(0, 1), { temperature: 0 })) {
      model.detokenize([token], true);
      if (++written === 2) break;
    }
    await context.dispose();
    return 'works';
  } catch {
    return 'refused';
  } finally {
    await model?.dispose();
  }
}
