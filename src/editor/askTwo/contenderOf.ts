import { AppError } from '../../base/appError.ts';
import { answerCost } from '../../benchmark/cost/answerCost.ts';
import type { Price } from '../../benchmark/cost/price.ts';
import type { Contender, OpenContender } from '../../chat/pair/contender.ts';
import type { Engine, ModelDescription } from '../../engine/engine.ts';
import type { EngineOffer } from '../benchmark/engineOffers.ts';
import { type EnginePorts, openEngines } from '../benchmark/openEngines.ts';
import { readyModel } from '../benchmark/readyModel.ts';
import { tallyEngine } from '../costs/tallyEngine.ts';

/** An engine of the settings, to answer on one side. A server is connected to when it is asked and let go of afterwards. */
export function contenderOf(offer: EngineOffer, ports: EnginePorts): Contender {
  return {
    id: offer.id,
    label: offerName(offer),
    needsMachine: offer.place !== 'remote',
    async open(signal) {
      if (offer.id === 'local') {
        const model = await readyModel(ports.local, signal);
        const source = { engine: 'local', model: model.name, place: 'own' } as const;
        const engine = tallyEngine(ports.local, (usage) => ports.costs.usage.note(source, usage));
        // Completions and the chat go on with it.
        return opened({ engine, model, price: undefined, dispose: async () => {} });
      }
      const [server] = await openEngines({ ids: [offer.id], thinking: false }, ports, signal);
      if (server === undefined) throw new AppError('endpoint-missing', { id: offer.id });
      return opened(server);
    },
  };
}

/** For people, and one for each engine: two endpoints of one service differ in their models. */
export function offerName({ place, label, description }: EngineOffer): string {
  return place === 'local' || label === description ? label : `${label} · ${description}`;
}

interface Opened {
  readonly engine: Engine;
  readonly model: ModelDescription;
  readonly price: Price | null | undefined;
  dispose(): Promise<void>;
}

async function opened({ engine, model, price, dispose }: Opened): Promise<OpenContender> {
  if (!model.capabilities.chat) {
    await dispose();
    throw new AppError('chat-unsupported', { model: model.name });
  }
  return { engine, model, costOf: (usages) => answerCost(price, usages), dispose };
}
