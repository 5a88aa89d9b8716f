/** Words of the shopper. */
export const shopper = {};
