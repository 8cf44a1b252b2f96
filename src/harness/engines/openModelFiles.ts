import { AppError } from '../../base/appError.ts';
import type { Engine } from '../../engine/engine.ts';
import { modelFileRecord } from './modelFileRecord.ts';
import type { OpenedEngine } from './openedEngine.ts';
import { type ModelFilePorts, type ModelFileSpecification, openModelFile } from './openModelFile.ts';

export type OpenModelFile = typeof openModelFile;

/**
 * Opens several models of which only one is in memory at a time: each takes the place of the one before when it is made
 * ready. All of them are tried once, so that what cannot be loaded is known before anything is asked.
 */
export async function openModelFiles(
  wanted: readonly ModelFileSpecification[],
  { open = openModelFile, ...ports }: ModelFilePorts & { readonly open?: OpenModelFile },
  signal: AbortSignal,
): Promise<readonly OpenedEngine[]> {
  const [first, ...more] = wanted;
  if (first === undefined) return [];
  if (more.length === 0) return [await open(first, ports, signal)];

  let loaded: { readonly id: string; readonly engine: OpenedEngine } | undefined;
  let isOver = false;
  const unload = async (): Promise<void> => {
    const last = loaded;
    loaded = undefined;
    await last?.engine.dispose();
  };
  const load = async (specification: ModelFileSpecification, inner: AbortSignal): Promise<OpenedEngine> => {
    if (isOver) throw new AppError('engine-closed', {});
    if (loaded?.id === specification.id) return loaded.engine;
    await unload();
    const engine = await open(specification, ports, inner);
    loaded = { id: specification.id, engine };
    return engine;
  };
  let lastSwap: Promise<unknown> = Promise.resolve();
  /** One after another: whoever comes second may need what the first one has loaded. */
  const use = (specification: ModelFileSpecification, inner: AbortSignal): Promise<OpenedEngine> => {
    const next = lastSwap.then(
      () => load(specification, inner),
      () => load(specification, inner),
    );
    lastSwap = next;
    return next;
  };

  const opened: OpenedEngine[] = [];
  try {
    for (const specification of wanted) {
      const known = { ...specification, file: await modelFileRecord(specification.load.path, signal) };
      const { record, model } = await use(known, signal);
      const engine: Engine = {
        infill: async (request, onText, inner) => (await use(known, inner)).engine.infill(request, onText, inner),
        reply: async (request, onPart, inner) => (await use(known, inner)).engine.reply(request, onPart, inner),
        count: async (prompt, inner) => (await use(known, inner)).engine.count(prompt, inner),
        dispose: async () => {},
      };
      opened.push({
        ...{ record, model, engine, price: undefined },
        prepare: async (inner) => void (await use(known, inner)),
        async dispose() {
          isOver = true;
          await lastSwap.catch(() => {});
          await unload();
        },
      });
    }
    return opened;
  } catch (error) {
    isOver = true;
    await unload();
    throw error;
  }
}
