import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/cli/observations';
import type { RunReport } from '../../../src/cli/report';
import { run, type RunOptions } from '../../../src/cli/run';
import { UsageError } from '../../../src/cli/usage-error';
import { Engine } from '../../../src/engine/engine';
import { modelOf } from '../support/run';
import { scratch } from './files';

const SHOP = `scenario: A shop
workloads:
  shoppers:
    rate: 50/s
    patience: 2s
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
    - breaker: { window: 10 calls, open for: 1s }
    - timeout: 100ms
faults:
  prices-hang: { node: prices, does: hang, at: 5s, for: 4s }
`;

const { write } = scratch();
const shop = write('shop.yaml', SHOP);
const OPTIONS: RunOptions = { seed: 1, forMs: 8000, commands: null, json: true, log: null };

function report(file: string, options: Partial<RunOptions> = {}): RunReport {
  const { out, errors, code } = run(file, { ...OPTIONS, ...options });
  expect(errors).toEqual([]);
  expect(code).toBe(0);
  return JSON.parse(out.join('\n')) as RunReport;
}

describe('the JSON of a run', () => {
  const told = report(shop);

  test('identifies the run: its digest is that of the engine', () => {
    const engine = new Engine(modelOf(SHOP), 1);
    engine.advance(8000);
    expect(told).toMatchObject({
      format: 'breakwater run 1',
      scenario: 'A shop',
      seed: 1,
      digest: engine.digest(),
      events: engine.eventCount,
      simulatedMs: 8000,
    });
    expect(told.modelVersion).toMatch(/^\d+$/);
  });

  test('is the same for the same seed, and another for another', () => {
    expect({ ...report(shop), wallMs: 0 }).toEqual({ ...told, wallMs: 0 });
    expect(report(shop, { seed: 2 }).digest).not.toBe(told.digest);
  });

  test('accounts for everything that arrived, everywhere', () => {
    const flows: Flow[] = [
      ...told.workloads.flatMap((workload) => [workload, ...workload.journeys]),
      ...told.services.flatMap((service) => [service, ...service.endpoints, ...service.replicas]),
      ...told.links.flatMap(({ routes }) => routes.flatMap(({ calls, attempts }) => [calls, attempts])),
    ];
    expect(flows).toHaveLength(1 + 2 + 2 + 3 + 3 + 2 * 3);
    for (const { arrivals, outcomes, inFlight } of flows) {
      expect(inFlight).toBeGreaterThanOrEqual(0);
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0) + inFlight).toBe(arrivals);
    }
  });

  test('adds up: journeys to workloads, endpoints and replicas to services', () => {
    const total = (flows: readonly Flow[]) => flows.reduce((sum, { arrivals }) => sum + arrivals, 0);
    for (const { arrivals, journeys } of told.workloads) expect(total(journeys)).toBe(arrivals);
    for (const { arrivals, endpoints, replicas } of told.services) {
      expect(total(endpoints)).toBe(arrivals);
      expect(total(replicas)).toBe(arrivals);
    }
  });

  test('tells good latencies and failed ones apart, with as many values as outcomes', () => {
    for (const { outcomes, latencyMs } of told.workloads.flatMap(({ journeys }) => journeys)) {
      expect(latencyMs.good.count).toBe(outcomes.ok + outcomes.degraded);
      expect(latencyMs.good.p50).toBeLessThanOrEqual(latencyMs.good.p99!);
    }
    const [, read] = told.workloads[0]!.journeys;
    expect(read!.latencyMs.failed).toEqual({ count: 0, p50: null, p95: null, p99: null });
  });

  test('tells queue wait and service time apart', () => {
    const get = told.services[1]!.endpoints[0]!;
    expect(get.queueWaitMs.mean).toBeLessThan(get.serviceMs.mean!);
    // exponential work of 10 ms before the hang
    expect(get.serviceMs.mean).toBeGreaterThan(8);
    expect(get.serviceMs.mean).toBeLessThan(13);
  });

  test('shows the end of the run: what hangs, who is held, which breaker is open', () => {
    expect(told.faultsOn).toEqual(['prices-hang']);
    const [prices] = told.services[1]!.replicas;
    expect(prices).toMatchObject({ replica: 1, state: 'hanging', workers: { working: 4, waiting: 0, free: 0 } });
    expect(told.breakers).toHaveLength(2);
    for (const breaker of told.breakers) {
      expect(breaker).toMatchObject({ list: 'web -> prices', windowSize: 10 });
      expect(['open', 'half-open']).toContain(breaker.state);
    }
    expect(told.links.map(({ name }) => name)).toEqual(['shoppers -> web', 'web -> prices']);
  });
});

describe('commands of a run', () => {
  test('act on it, in order of time however they are written', () => {
    const commands = write(
      'commands.json',
      JSON.stringify([
        { atMs: 3000, do: 'heal', id: 'web-crashes' },
        { atMs: 1000, do: 'break', id: 'web-crashes', fault: { node: 'web', does: 'crash' } },
        { atMs: 500, do: 'policies', yaml: 'policies: {}' },
      ]),
    );
    const told = report(shop, { commands, forMs: 4000 });
    const { outcomes } = told.services[0]!;
    expect(outcomes.refused).toBeGreaterThan(50);
    expect(told.breakers).toEqual([]);
    expect(told.faultsOn).toEqual([]);
    expect(told.digest).not.toBe(report(shop, { forMs: 4000 }).digest);
  });

  test('hold breakers, and edit what services do about those who come', () => {
    const held = 'policies: { web -> prices: [{ breaker: { window: 10 calls, open for: 1s, state: forced open } }] }';
    const edited = `${held}\nservices: { prices: { queue: 3, limit: vegas } }`;
    const commands = write('hold.json', JSON.stringify([{ atMs: 1000, do: 'policies', yaml: edited }]));
    const told = report(shop, { commands, forMs: 2000 });
    expect(told.breakers.map(({ state }) => state)).toEqual(['forced open', 'forced open']);
    expect(told.links[1]!.routes[0]!.calls.outcomes['breaker open']).toBeGreaterThan(10);
    expect(told.services.map(({ queue }) => queue)).toEqual([8, 3]);
  });

  test.each([
    ['not JSON', '[{', 'commands.json:1:'],
    ['no list', '{}', 'commands.json:1:1: '],
    ['an unknown key', '[{ "atMs": 1, "do": "heal", "id": "prices-hang", "at": 1 }]', 'Unknown key `at`'],
    ['a command that does nothing', '[\n{ "atMs": 1, "do": "hope" }]', 'commands.json:2:'],
    ['a break without an id', '[{ "atMs": 1, "do": "break" }]', '`break` needs `id`.'],
    ['policies without a text', '[{ "atMs": 1, "do": "policies" }]', '`policies` needs `yaml`.'],
    ['a fault that is not there', '[\n\n{ "atMs": 1, "do": "break", "id": "nothing" }]', 'commands.json:3:'],
    ['a negative time', '[{ "atMs": -1, "do": "heal", "id": "prices-hang" }]', '`atMs` is -1'],
  ])('are refused with their place: %s', (_, text, problem) => {
    const { out, errors, code } = run(shop, { ...OPTIONS, commands: write('commands.json', text) });
    expect(out).toEqual([]);
    expect(code).toBe(1);
    expect(errors.join('\n')).toContain(problem);
  });
});

describe('the summary of a run', () => {
  const { out } = run(shop, { ...OPTIONS, json: false });

  test('begins with what was run and its digest', () => {
    expect(out[0]).toBe('A shop');
    expect(out[1]).toMatch(/^8 s simulated in .*, [\d,]+ events · seed 1 · model \d+ · digest [0-9a-f]{16}$/);
  });

  test('has a line for every journey, endpoint, call and breaker', () => {
    for (const name of [
      '  buy',
      '  read',
      '  get',
      'web -> prices.get',
      'web -> prices: breaker',
      'Still broken at the end: prices-hang',
    ])
      expect(out.filter((line) => line.startsWith(name)).length).toBeGreaterThan(0);
  });

  test('counts as busy the workers that are held, and where requests share cores nobody free', () => {
    const slow = write(
      'slow.yaml',
      `scenario: Held
workloads:
  people: { rate: 100/s, arrivals: constant, journeys: { go: { share: 100%, start: async.go } } }
services:
  async: { mode: async, workers: 4, queue: 10, endpoints: { go: { work: 0ms, calls: [threaded.go] } } }
  threaded: { workers: 500, queue: 0, endpoints: { go: { work: 0ms, calls: [sharing.go] } } }
  sharing: { cores: 2, queue: 0, endpoints: { go: { work: 1h } } }
links: { default: { latency: 0ms } }
`,
    );
    const busy = (service: string) =>
      run(slow, { ...OPTIONS, json: false, forMs: 1000 })
        .out.find((line) => line.startsWith(`${service} `))!
        .replace(/ +\S+$/, '')
        .split(/ +/)
        .at(-1);
    expect(busy('async')).toBe('0/4');
    expect(busy('threaded')).toBe('100/500');
    expect(busy('sharing')).toBe('100');
    expect(report(slow, { forMs: 1000 }).services.map(({ cores }) => cores)).toEqual([null, null, 2]);
  });

  test('says what failed by which cause, the most frequent first', () => {
    const calls = out.find((line) => line.startsWith('web -> prices.get'))!;
    expect(calls).toMatch(/ breaker open \d+, queue full \d+, timeout \d+$/);
  });

  test('leaves out the column of causes where nothing failed', () => {
    const healthy = run(shop, { ...OPTIONS, json: false, forMs: 3000 }).out;
    expect(healthy.join('\n')).not.toContain('failed by');
  });

  test('ends no line in spaces', () => {
    expect(out.filter((line) => line !== line.trimEnd())).toEqual([]);
  });
});

describe('degraded answers', () => {
  const degraded = write(
    'degraded.yaml',
    SHOP.replace(
      '- breaker: { window: 10 calls, open for: 1s }',
      '- fallback: { use: default, message: A price of yesterday }',
    ),
  );

  test('are counted by what the page said, in the journey, its workload and the summary', () => {
    const [workload] = report(degraded).workloads;
    const [buy, read] = workload!.journeys;
    expect(buy!.messages).toEqual([{ text: 'A price of yesterday', shoppers: buy!.outcomes.degraded }]);
    expect(buy!.outcomes.degraded).toBeGreaterThan(50);
    expect(read!.messages).toEqual([]);
    expect(workload!.messages).toEqual(buy!.messages);
    const { out } = run(degraded, { ...OPTIONS, json: false });
    expect(out.find((line) => line.includes('“A price of yesterday”'))).toMatch(/^shoppers +\d+ /);
  });

  test('have no place in the summary where there were none', () => {
    expect(run(shop, { ...OPTIONS, json: false }).out.join('\n')).not.toContain('DEGRADED PAGES');
  });
});

describe('policies that a reviewer would not pass', () => {
  test('are run all the same, with warnings at their place', () => {
    const hasty = write('hasty.yaml', SHOP.replace('- timeout: 100ms', '- retry: { attempts: 2, budget: 20% }'));
    const { out, errors, code } = run(hasty, { ...OPTIONS, json: false });
    expect(code).toBe(0);
    expect(out[0]).toBe('A shop');
    expect(errors).toEqual([
      expect.stringContaining(`${hasty}:24:7: warning: No timeout stands inside this breaker`),
      expect.stringContaining(`${hasty}:25:7: warning: No timeout stands inside this retry`),
    ]);
  });
});

describe('a scenario that cannot be run', () => {
  test('gets every problem with file, line and column', () => {
    const broken = write('broken.yaml', SHOP.replace('rate: 50/s', 'rate: 50').replace('[prices.get]', '[price.get]'));
    const { out, errors, code } = run(broken, OPTIONS);
    expect({ out, code }).toEqual({ out: [], code: 1 });
    expect(errors).toHaveLength(2);
    expect(errors[0]).toBe(`${broken}:4:11: "50" has no unit: expected a rate such as 60/s, 10/min or 100/h.`);
    expect(errors[1]).toMatch(new RegExp(`^${broken}:15:\\d+: `));
  });

  test('that is no file is a mistake in the command', () => {
    expect(() => run('/no/such.yaml', OPTIONS)).toThrow(UsageError);
    expect(() => run(shop, { ...OPTIONS, commands: '/no/such.json' })).toThrow(
      'cannot read /no/such.json: there is no such file',
    );
  });
});
