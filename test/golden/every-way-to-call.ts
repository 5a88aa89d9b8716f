/** Some of many, several times in a row, for nobody, through a queue, and by version. */
export const EVERY_WAY_TO_CALL = `
scenario: Every way to call
workloads:
  people: { rate: 40/s, patience: 2s, journeys: { buy: { share: 100%, start: web.buy } } }
services:
  web:
    workers: 40
    queue: 20
    endpoints:
      buy:
        work: { exponential: { mean: 2ms } }
        calls:
          - { parallel: [east.list, west.list, north.list], need: 2 }
          - { catalog.price: { times: { from: 0, to: 4 } } }
          - { audit.log: { wait: no } }
          - { stock.take: optional }
          - orders.placed
  east: { workers: 4, queue: 8, endpoints: { list: { work: { exponential: { mean: 20ms } } } } }
  west: { workers: 4, queue: 8, endpoints: { list: { work: { exponential: { mean: 20ms } } } } }
  north: { workers: 4, queue: 8, endpoints: { list: { work: { exponential: { mean: 20ms } } } } }
  catalog: { workers: 8, queue: 8, endpoints: { price: { work: { exponential: { mean: 3ms } } } } }
  audit: { workers: 2, queue: 50, endpoints: { log: { work: { exponential: { mean: 30ms } } } } }
  stock: { workers: 20, queue: 20, endpoints: { take: { work: 0ms, calls: [database.read, database.write] } } }
  database:
    kind: database
    workers: 20
    queue: 20
    endpoints:
      read: { work: { exponential: { mean: 2ms } } }
      write: { work: { exponential: { mean: 2ms } }, optimistic: { read: read } }
  orders:
    kind: queue
    replicas: 2
    workers: 3
    queue: 60
    endpoints: { placed: { work: 0ms, calls: [mail.send], deliveries: 3, again after: 500ms } }
  mail: { workers: 6, queue: 10, endpoints: { send: { work: { exponential: { mean: 60ms } } } } }
policies:
  web -> stock: [{ retry: { attempts: 5, backoff: { exponential: 5ms, cap: 100ms }, jitter: decorrelated } }]
  orders -> mail: [{ timeout: 400ms }]
faults:
  mail-fails: { node: mail, does: errors, share: 60% }
  orders-down: { node: orders, does: crash }
  orders-stuck: { node: orders, replica: 1, does: hang }
`;
