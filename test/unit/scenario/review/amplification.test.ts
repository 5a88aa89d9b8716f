import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../../../src/scenario';
import { Amplifier } from '../../../../src/scenario/review/amplification';
import { callGraph } from '../../../../src/scenario/review/call-graph';
import { command, Engine, modelOf } from '../../support/fast';
import { cases } from '../../support/cases';
import { messages, modelFrom } from './reviewed';

/** A chain of services, the last of which is broken; one shopper comes. */
const chain = (links: number) => {
  const service = (n: number) =>
    `  s${n}: { workers: 99, queue: 9, endpoints: { do: { work: 1ms${n < links ? `, calls: [s${n + 1}.do]` : ''} } } }`;
  return `scenario: A chain
workloads: { people: { rate: { steps: [{ at: 0s, rate: 1/s }, { at: 1s, rate: 0/s }] }, arrivals: constant, journeys: { checkout: { share: 100%, start: s1.do } } } }
services:
${Array.from({ length: links }, (_, n) => service(n + 1)).join('\n')}
faults: { broken: { node: s${links}, does: errors, at: 0s } }
`;
};

const policiesOf = (attempts: readonly number[]) =>
  [
    'policies:',
    ...attempts.map(
      (tries, n) =>
        `  ${n === 0 ? 'people' : `s${n}`} -> s${n + 1}: [retry: { attempts: ${tries}, backoff: none }, timeout: 10min]`,
    ),
    '',
  ].join('\n');

describe('tries that multiply', () => {
  it('are told of with their number, and the way by which they come', () => {
    const model = modelFrom(chain(3));
    const found = messages(model, policiesOf([3, 3, 3])).filter((message) => message.startsWith('Tries multiply'));
    expect(found).toEqual([
      'Tries multiply: while s3.do fails, 3 x 3 x 3 = 27 attempts at s3 for one checkout, by people -> s1.do -> s2.do -> s3.do. Retry at one of these calls only, or give the retries a budget.',
    ]);
  });

  it('are called endless where a retry never stops', () => {
    const model = modelFrom(chain(2));
    const text = policiesOf([3, 3]).replace(
      's1 -> s2: [retry: { attempts: 3, backoff: none }',
      's1 -> s2: [retry: { like: tenacity }',
    );
    const found = messages(model, text);
    expect(found.some((message) => message.includes('3 x endless attempts at s2 for one checkout'))).toBe(true);
    expect(found.some((message) => message.includes('every call is made again and again'))).toBe(true);
  });

  it('are not told of where one call alone is tried again, or budgets bound the others', () => {
    const model = modelFrom(chain(3));
    const multiplies = (text: string) => messages(model, text).some((message) => message.startsWith('Tries multiply'));
    expect(multiplies(policiesOf([1, 1, 9]))).toBe(false);
    expect(multiplies(policiesOf([3, 1, 3]))).toBe(true);
    expect(multiplies(policiesOf([3, 1, 3]).replace('{ attempts: 3,', '{ attempts: 3, budget: 20%,'))).toBe(false);
  });

  it('are as many as the engine makes when the last in the chain fails', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (attempts) => {
        const model = modelOf(chain(attempts.length));
        const text = policiesOf(attempts);
        const plan = compilePolicies(model, text);
        if (!plan.ok) throw new Error(plan.problems[0]?.message);
        const graph = callGraph(model);
        const last = graph.ways.find(({ route }) => model.routes[route]!.endpoint === attempts.length - 1)!;
        const worst = new Amplifier({ model, plan: plan.value, graph }).of(last);

        const engine = new Engine(model, 1);
        command(engine, 0, { do: 'policies', yaml: text });
        engine.advance(60_000);
        expect(engine.counts[engine.layout.attempts(last.route)]).toBe(worst.attempts);
        expect(worst.attempts).toBe(attempts.reduce((product, tries) => product * tries, 1));
        expect(worst.root).toBe('checkout');
      }),
      cases(40),
    );
  });

  it('begin anew where a failure is heard of no more: behind an optional call, a fallback, a queue', () => {
    const model = modelFrom(`scenario: Ends
workloads: { people: { rate: 1/s, journeys: { buy: { share: 100%, start: web.buy } } } }
services:
  web: { workers: 9, queue: 9, endpoints: { buy: { work: 1ms, calls: [{ hints.get: optional }, prices.get, orders.put] } } }
  hints: { workers: 9, queue: 9, endpoints: { get: { work: 1ms, calls: [db.read] } } }
  prices: { workers: 9, queue: 9, endpoints: { get: { work: 1ms, calls: [db.read] } } }
  orders: { kind: queue, workers: 9, queue: 9, endpoints: { put: { work: 0ms, calls: [bank.pay] } } }
  bank: { workers: 9, queue: 9, endpoints: { pay: { work: 1ms } } }
  db: { workers: 9, queue: 9, endpoints: { read: { work: 1ms } } }
`);
    const plan = compilePolicies(
      model,
      `policies:
  people -> web: [retry: { attempts: 5 }]
  web -> hints: [retry: { attempts: 3 }]
  web -> prices: [fallback: { use: default }, retry: { attempts: 2 }]
  hints -> db: [retry: { attempts: 3 }]
  prices -> db: [retry: { attempts: 4 }]
  orders -> bank: [retry: { attempts: 3 }]
`,
    );
    if (!plan.ok) throw new Error(plan.problems[0]?.message);
    const graph = callGraph(model);
    const amplifier = new Amplifier({ model, plan: plan.value, graph });
    const told = graph.ways.map((way) => {
      const { root, factors } = amplifier.of(way);
      return [way.from.kind === 'journey' ? 'people' : model.endpoints[way.from.index]!.name, root, factors];
    });
    expect(told).toEqual([
      ['people', 'buy', [5]],
      ['buy', 'request to web.buy', [3]],
      ['buy', 'request to web.buy', [2]],
      ['buy', 'buy', [5]],
      ['get', 'request to web.buy', [3, 3]],
      ['get', 'request to web.buy', [2, 4]],
      ['put', 'message of orders.put', [3, 3]],
    ]);
  });

  it('are found in a graph of many ways in no time', () => {
    const levels = 30;
    const service = (n: number) => {
      const calls = n < levels ? `, calls: [{ parallel: [s${n + 1}.a, { s${n + 1}.b: { probability: 50% } }] }]` : '';
      const endpoint = `{ work: 1ms${n % 10 === 0 ? '' : calls} }`;
      return `  s${n}: { workers: 9, queue: 9, endpoints: { a: ${endpoint}, b: ${endpoint} } }`;
    };
    const model = modelFrom(`scenario: Many ways
workloads: { people: { rate: 1/s, journeys: { go: { share: 100%, start: s1.a } } } }
services:
${Array.from({ length: levels }, (_, n) => service(n + 1)).join('\n')}
`);
    const lists = Array.from({ length: 9 }, (_, n) => `  s${n + 1} -> s${n + 2}: [retry: { attempts: 2 }]`).join('\n');
    const found = messages(model, `policies:\n${lists}\n`).filter((message) => message.startsWith('Tries multiply'));
    expect(found.some((message) => message.includes('= 512 attempts at s10 for one go'))).toBe(true);
  });
});
