import { type ModelDownload, describeModelDownload } from '../download/modelDownload.ts';
import type { CatalogueModel, CatalogueQuant } from './catalogueSchema.ts';

/** What to hand to the downloads for a row of the catalogue. */
export function quantDownload({ name, hosts }: CatalogueModel, { name: quant, files }: CatalogueQuant): ModelDownload {
  const huggingFace = hosts.find(({ host }) => host === 'huggingface');
  const modelScope = hosts.find(({ host }) => host === 'modelscope');
  const repositories = {
    huggingFace: huggingFace?.repository,
    // The digests are of that commit: a file that is uploaded anew later is another one.
    revision: huggingFace?.revision,
    modelScope: modelScope?.repository,
  };
  return describeModelDownload(`${name} ${quant}`, repositories, files);
}
