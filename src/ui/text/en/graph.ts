/** Words of the graph. */
export const graph = {};
