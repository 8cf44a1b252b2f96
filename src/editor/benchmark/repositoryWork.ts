/** What works on whole repositories. Read late, as one bundle: both stand on the same code. */
export { connectArena } from '../arena/connectArena.ts';
export { connectBenchmark } from './connectBenchmark.ts';
