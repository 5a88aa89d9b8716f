import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../../src/scenario';
import type { ServiceRules } from '../../../src/scenario/model';
import { modelOf } from '../support/run';
import { unmarked } from './marked';

const MODEL = modelOf(`
scenario: Shop
workloads: { people: { rate: 1/s, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { workers: 4, queue: { size: 8, discipline: codel }, shed: {}, retry after: 1s, endpoints: { go: { work: 1ms, calls: [mail.put] } } }
  mail: { kind: queue, workers: 2, queue: 50, endpoints: { put: { work: 1ms, calls: [post.send] } } }
  post: { workers: 1, queue: 0, endpoints: { send: { work: 1ms } } }
`);

function rulesIn(services: string): readonly (ServiceRules | null)[] {
  const plan = compilePolicies(MODEL, `policies: {}\nservices: ${services}\n`);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  return plan.value.services;
}

describe('the services of a text of policies', () => {
  it.each(['', '{}', '{ web: {} }'])('may say nothing, and all is as the scenario says: %j', (services) => {
    const { queue, intake, retryAfterMs } = MODEL.services[0]!;
    for (const rules of rulesIn(services)) {
      if (rules !== null) expect(rules).toEqual({ queue, intake, retryAfterMs });
    }
  });

  it('know the usual times of each order: CoDel’s target of 5 ms and its interval of 100 ms', () => {
    const orderOf = (queue: string) => rulesIn(`{ web: { queue: { size: 9, ${queue} } } }`)[0]!.intake?.order;
    expect(orderOf('discipline: codel')).toEqual({ discipline: 'codel', targetMs: 5, intervalMs: 100 });
    expect(orderOf('discipline: adaptive lifo')).toMatchObject({ discipline: 'adaptive lifo', intervalMs: 100 });
    expect(orderOf('discipline: codel, target: 20ms, interval: 1s')).toMatchObject({ targetMs: 20, intervalMs: 1000 });
  });

  it('change what they say and nothing else', () => {
    const shed = MODEL.services[0]!.intake!.shed;
    const order = { discipline: 'fifo', targetMs: 5, intervalMs: 100 };
    expect(rulesIn('{ web: { queue: 9 } }')).toEqual([
      { queue: 9, intake: { order, shed, limit: null }, retryAfterMs: 1000 },
      null,
      null,
    ]);
    expect(rulesIn('{ web: { queue: 9, shed: none, retry after: none } }')[0]).toEqual({
      queue: 9,
      intake: null,
      retryAfterMs: 0,
    });
    expect(rulesIn('{ post: { limit: vegas }, mail: { queue: 5 } }')).toMatchObject([
      null,
      { queue: 5, intake: null },
      { queue: 0, intake: { limit: { algorithm: 'vegas' }, shed: null } },
    ]);
  });

  it.each([
    ['«wbe»: { queue: 1 }', 'There is no service `wbe`; did you mean `web`?'],
    ['web: { «workers»: 4 }', '`workers`'],
    ['web: { queue: «-1» }', 'a whole number from 0 to 100000'],
    ['web: { limit: «fixed» }', '`none`'],
    ['mail: { «shed»: {} }', 'A queue turns nobody away while it has room; `shed` is for services.'],
    ['mail: { queue: { size: 5, discipline: «lifo» } }', 'its discipline is fifo'],
  ])('have their problems where they stand: %s', (services, message) => {
    const { text, line, column, endColumn } = unmarked(`policies: {}\nservices: { ${services} }\n`);
    const plan = compilePolicies(MODEL, text);
    expect(plan).toMatchObject({ ok: false, problems: [{ line, column, endColumn }] });
    expect(plan.ok ? '' : plan.problems[0]!.message).toContain(message);
  });
});
