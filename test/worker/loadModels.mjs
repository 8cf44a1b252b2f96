// A process to be thrown away: loads each file it is sent with node-llama-cpp and lets it read and write a few tokens.
// Answers `{ outcome: 'works' | 'refused', detail }`. When it dies instead, the file was fatal.
import { LlamaLogLevel, getLlama } from 'node-llama-cpp';

const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  maxThreads: 1,
  logLevel: LlamaLogLevel.disabled,
});

process.on('message', async (path) => {
  process.send(await outcome(String(path)));
});
process.send({ outcome: 'ready' });

async function outcome(path) {
  let model;
  try {
    model = await llama.loadModel({ modelPath: path, useMmap: false });
    const context = await model.createContext({ contextSize: 64, batchSize: 16 });
    const sequence = context.getSequence();
    await sequence.evaluateWithoutGeneratingNewTokens(model.tokenize('def f(a):\n  return a', false).slice(0, 20));
    let written = 0;
    for await (const token of sequence.evaluate(model.tokenize('\n', false).slice(0, 1), { temperature: 0 })) {
      model.detokenize([token], true);
      if (++written === 2) break;
    }
    await context.dispose();
    return { outcome: 'works' };
  } catch (error) {
    return { outcome: 'refused', detail: String(error).slice(0, 300) };
  } finally {
    await model?.dispose();
  }
}
