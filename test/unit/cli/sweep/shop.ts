/** A shop whose prices hang for a while, with policies that are worth varying. */
export const SHOP = `scenario: A shop
workloads:
  shoppers:
    rate: 50/s
    patience: 1s
    journeys:
      buy: { share: 60%, start: web.buy }
      read: { share: 40%, start: web.read }
services:
  web:
    replicas: 2
    workers: 8
    queue: 8
    endpoints:
      buy: { work: { exponential: { mean: 4ms } }, calls: [prices.get] }
      read: { work: 1ms }
  prices:
    workers: 4
    queue: 10
    endpoints:
      get: { work: { exponential: { mean: 10ms } } }
policies:
  web -> prices:
    - timeout: 300ms
    - breaker: { window: 10 calls, open for: 1s, failure rate: 50% }
    - { name: guard, timeout: 100ms }
faults:
  prices-hang: { node: prices, does: hang, at: 1s, for: 1s }
`;
