/** Words of the shared parts. */
export const parts = {
  close: 'Close',
};
