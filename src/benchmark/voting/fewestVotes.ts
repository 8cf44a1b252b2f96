/** Votes on each engine before it is rated. Redrawing fewer says little of what others would have said. */
export const fewestVotes = 10;
