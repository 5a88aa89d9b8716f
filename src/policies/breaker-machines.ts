import type { Machine } from '../kernel/machine';
import type { BreakerDialect } from './breaker';
import { cockatielMachine } from './breakers/cockatiel.machine';
import { gobreakerMachine } from './breakers/gobreaker.machine';
import { hystrixMachine } from './breakers/hystrix.machine';
import { opossumMachine } from './breakers/opossum.machine';
import { pollyMachine } from './breakers/polly.machine';
import { pybreakerMachine } from './breakers/pybreaker.machine';
import { resilience4jMachine } from './breakers/resilience4j.machine';
import { sentinelMachine } from './breakers/sentinel.machine';

/** The machine of each library's breaker, for drawing. */
export const BREAKER_MACHINES: Readonly<Record<BreakerDialect, Machine>> = {
  resilience4j: resilience4jMachine,
  polly: pollyMachine,
  hystrix: hystrixMachine,
  pybreaker: pybreakerMachine,
  opossum: opossumMachine,
  cockatiel: cockatielMachine,
  gobreaker: gobreakerMachine,
  sentinel: sentinelMachine,
};
