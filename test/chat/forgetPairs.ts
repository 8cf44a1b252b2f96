import type { PairKeeper } from '../../src/chat/pair/pairDesk.ts';

/** For chats that ask no two engines. */
export const forgetPairs: PairKeeper = { answered() {}, voted() {}, revealed() {}, kept() {} };
