import { type ModelDownload, describeModelDownload } from '../download/modelDownload.ts';
import type { CatalogueModel, CatalogueQuant } from './catalogueSchema.ts';

/** What to hand to the downloads for a row of the catalogue. */
export function quantDownload({ name, hosts }: CatalogueModel, { name: quant, files }: CatalogueQuant): ModelDownload {
  const repository = (wanted: string): string | undefined => hosts.find(({ host }) => host === wanted)?.repository;
  const repositories = { huggingFace: repository('huggingface'), modelScope: repository('modelscope') };
  return describeModelDownload(`${name} ${quant}`, repositories, files);
}
