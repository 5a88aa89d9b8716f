/** Words on and around the page a shopper sees. */
export const shopper = {
  title: 'What a shopper sees now',
  address: (page: string) => `shop / ${page}`,
  /** Said before the page's own words. */
  sees: {
    full: 'The whole page',
    degraded: 'A page with something missing',
    error: 'An error page',
    waiting: 'Still waiting',
    nothing: 'Nobody has come yet',
  },
  price: '€ 24.90',
  product: 'Enamel mug, blue',
  pay: 'Pay',
  plainBanner: 'Something is missing here, but you can go on.',
  errorTitle: 'Something went wrong',
  errorText: 'Please try again later.',
  nobody: 'No shopper has come yet.',
  waitingText: 'Waiting for the shop …',
};
