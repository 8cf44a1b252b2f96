import type { Syntax } from '../syntax.ts';
import { bodyMiner } from './bodyTasks.ts';
import { bugfixMiner } from './bugfixTasks.ts';
import type { FileMiner } from './fileMiner.ts';

/** Every family that is made from the functions of a file. `syntax` is the one that mining prepares. */
export function allMiners(syntax: Syntax): readonly FileMiner[] {
  return [bodyMiner(syntax), bugfixMiner(syntax)];
}
