import type { CallTemplate } from './callTemplate.ts';
import { listKind, readLines, readRest, searchFolder, searchKind, searchPattern } from './choiceTemplates.ts';
import { createFile, replaceAll, replaceOnce } from './editTemplates.ts';
import { convertName, editUnsaid, readUnsaid, searchUnsaid, takePathApart } from './noCallTemplates.ts';
import { listAndRead, readTwo, searchTwo } from './parallelTemplates.ts';
import { listFolder, readWhole, searchName } from './simpleTemplates.ts';

/** Their ids name the clusters of tasks. */
export const callTemplates: readonly CallTemplate[] = [
  readWhole,
  listFolder,
  searchName,
  readLines,
  searchFolder,
  replaceOnce,
  searchKind,
  readRest,
  listKind,
  replaceAll,
  searchPattern,
  createFile,
  readTwo,
  searchTwo,
  listAndRead,
  convertName,
  takePathApart,
  editUnsaid,
  searchUnsaid,
  readUnsaid,
];
