import type { Machine } from '../../kernel/machine';
import {
  bulkheadMachine,
  capsMachine,
  concurrencyLimitMachine,
  rateLimitMachine,
  throttleMachine,
} from './limits.machine';
import { balanceMachine, connectionMachine, outliersMachine } from './replicas.machine';
import { queueMachine, shedMachine } from './service.machine';
import { fallbackMachine, hedgeMachine, retryMachine, timeoutMachine } from './waiting.machine';

/**
 * What becomes of a call, an attempt, a replica, a request or a connection under each policy, for drawing; the engine does
 * not step these, and a test holds its runs against them. Breakers have theirs by library, which it does step.
 */
export const POLICY_MACHINES = {
  timeout: timeoutMachine,
  retry: retryMachine,
  bulkhead: bulkheadMachine,
  'rate limit': rateLimitMachine,
  'concurrency limit': concurrencyLimitMachine,
  throttle: throttleMachine,
  hedge: hedgeMachine,
  fallback: fallbackMachine,
  outliers: outliersMachine,
  caps: capsMachine,
  balance: balanceMachine,
  queue: queueMachine,
  shed: shedMachine,
  connections: connectionMachine,
} satisfies Readonly<Record<string, Machine>>;
