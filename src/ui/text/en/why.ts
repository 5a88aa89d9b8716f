/** Words of the why. */
export const why = {};
