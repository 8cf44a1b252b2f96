import { editFile } from './editFile.ts';
import { listFiles } from './listFiles.ts';
import { readFile } from './readFile.ts';
import { searchText } from './searchText.ts';
import type { Tool } from './tool.ts';

/** Every tool a model may call, in the order it is told of them. */
export const toolList: readonly Tool[] = [readFile, listFiles, searchText, editFile];
