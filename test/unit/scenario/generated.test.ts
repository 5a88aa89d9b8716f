import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import type { Model } from '../../../src/scenario/model';

interface Plan {
  /** For each service, its endpoints; each calls endpoints of services after its own, by number. */
  readonly services: readonly (readonly (readonly number[])[])[];
  readonly parts: readonly number[];
  readonly ramps: readonly (readonly [from: number, to: number, over: number])[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  services: fc.array(fc.array(fc.array(fc.nat(99), { maxLength: 4 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 6,
  }),
  parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  ramps: fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 5 }),
});

/** A valid scenario of the plan's shape: calls lead to later services only, shares of parts add up to all. */
function written({ services, parts, ramps }: Plan): string {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const ramp = ramps.map(([from, to, over]) => `{ ramp: { from: ${from}/s, to: ${to}/s, over: ${over}s } }`);
  const lines = ['scenario: Generated', 'workloads:', '  people:', `    rate: [${ramp.join(', ')}]`, '    journeys:'];
  parts.forEach((part, index) => lines.push(`      j${index}: { share: ${(100 * part) / total}%, start: s0.e0 }`));
  lines.push('services:');
  services.forEach((endpoints, service) => {
    lines.push(`  s${service}:`, '    workers: 4', '    queue: 8', '    endpoints:');
    const later = services
      .slice(service + 1)
      .flatMap((others, offset) => others.map((_, e) => `s${service + 1 + offset}.e${e}`));
    endpoints.forEach((calls, endpoint) => {
      const targets = later.length === 0 ? [] : calls.map((call) => later[call % later.length]!);
      lines.push(`      e${endpoint}: { work: 1ms, calls: [${targets.join(', ')}] }`);
    });
  });
  return lines.join('\n');
}

function modelOf(plan: Plan): Model {
  const compiled = compileScenario(written(plan));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

describe('every valid scenario', () => {
  it('compiles to indices that lead somewhere, and each link and route once', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { services, endpoints, links, routes, journeys, policies } = modelOf(plan);
        expect(services).toHaveLength(plan.services.length);
        for (const { from, to } of links) {
          expect(to).toBeLessThan(services.length);
          expect(from.index).toBeLessThan(from.kind === 'workload' ? 1 : services.length);
        }
        for (const { link, endpoint } of routes) expect(endpoints[endpoint]!.service).toBe(links[link]!.to);
        expect(new Set(links.map(({ from, to }) => `${from.kind} ${from.index} ${to}`)).size).toBe(links.length);
        expect(new Set(routes.map(({ link, endpoint }) => `${link} ${endpoint}`)).size).toBe(routes.length);
        expect(journeys.every(({ steps }) => steps.every(({ route }) => route < routes.length))).toBe(true);
        expect(policies).toEqual({ lists: [], listOfRoute: routes.map(() => -1), services: services.map(() => null) });
      }),
      { numRuns: 60 },
    );
  });

  it('has every call go out from its caller’s own service', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { endpoints, links, routes } = modelOf(plan);
        for (const { service, stages } of endpoints) {
          for (const { route } of stages.flatMap(({ calls }) => calls))
            expect(links[routes[route]!.link]!.from).toEqual({ kind: 'service', index: service });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has arrivals without gap or overlap, for ever', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { rate } = modelOf(plan).workloads[0]!;
        expect(rate[0]!.fromMs).toBe(0);
        rate.slice(1).forEach((piece, index) => expect(piece.fromMs).toBe(rate[index]!.fromMs + rate[index]!.lengthMs));
        const last = rate.at(-1)!;
        expect(last).toMatchObject({ lengthMs: Infinity, startPerMs: last.endPerMs });
      }),
      { numRuns: 60 },
    );
  });

  it('has shares that add up to one', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const total = modelOf(plan).journeys.reduce((sum, journey) => sum + journey.share, 0);
        expect(total).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });
});
