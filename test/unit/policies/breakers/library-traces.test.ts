import { BrokenCircuitError, CircuitState, IsolatedCircuitError } from 'cockatiel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Verdict } from '../../../../src/policies/breaker';
import { cockatielOf, opossumOf, Unheeded } from './libraries';
import { paramsFor, released, stepsOf, type Step, type Trace } from './trace';
import { TRACES } from './traces';

/* The hand-written traces of opossum and cockatiel, edge cases and ties with timers, through the libraries themselves. */

/** A breaker of a library, and what it has said: `#0 admitted`, `#0 refused`. */
interface Played {
  readonly said: string[];
  /** The first letter. */
  state(): string;
  ask(call: number): void;
  hold(): void;
  free(): void;
}

/** What calls wait for. */
type Work = (call: number) => Promise<void>;

function opossum(trace: Trace, work: Work): Played {
  const params = paramsFor('opossum', trace, true);
  if (params.like !== 'opossum') throw new Error(params.like);
  const said: string[] = [];
  const breaker = opossumOf(params, Infinity, (call) => {
    said.push(` #${call} admitted`);
    return work(call);
  });
  return {
    said,
    state: () => (!breaker.enabled ? 'd' : breaker.halfOpen ? 'h' : breaker.opened ? 'o' : 'c'),
    ask: (call) =>
      void breaker.fire(call).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER') said.push(` #${call} refused`);
      }),
    hold: () => breaker.disable(),
    free: () => breaker.enable(),
  };
}

const LETTERS = {
  [CircuitState.Closed]: 'c',
  [CircuitState.Open]: 'o',
  [CircuitState.HalfOpen]: 'h',
  [CircuitState.Isolated]: 'i',
};

function cockatiel(trace: Trace, work: Work): Played {
  const params = paramsFor('cockatiel', trace, true);
  if (params.like !== 'cockatiel') throw new Error(params.like);
  const said: string[] = [];
  const breaker = cockatielOf(params);
  let held = { dispose: () => {} };
  const run = (call: number) => (): Promise<void> => {
    said.push(` #${call} admitted`);
    return work(call);
  };
  return {
    said,
    state: () => LETTERS[breaker.state],
    ask: (call) =>
      void breaker.execute(run(call)).catch((error: unknown) => {
        const isRefusal = error instanceof BrokenCircuitError || error instanceof IsolatedCircuitError;
        if (isRefusal) said.push(` #${call} refused`);
      }),
    hold: () => (held = breaker.isolate()),
    free: () => held.dispose(),
  };
}

/** Longer than any chain of promises in the libraries. */
const TURNS = 50;

async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
}

/** The trace as the library plays it, in the words of a trace. */
async function played(make: (trace: Trace, work: Work) => Played, trace: Trace): Promise<string> {
  const out = new Map<number, (verdict: Verdict) => void>();
  const library = make(
    trace,
    (call) =>
      new Promise((resolve, reject) => {
        out.set(call, (verdict) => {
          if (verdict === Verdict.success) resolve();
          else reject(verdict === Verdict.ignored ? new Unheeded() : new Error('failed'));
        });
      }),
  );
  const calls: string[] = [];
  const act = async ({ call, end, operator }: Step): Promise<string> => {
    if (operator !== null) library[operator]();
    if (call === '') return library.state();
    const told = library.said.length;
    if (end === null) {
      const number = calls.push(call) - 1;
      library.ask(number);
      await settled();
      const [answer = ' waits'] = library.said.slice(told);
      return { admitted: '+', refused: '-', waits: '~' }[answer.split(' ').at(-1)!]! + library.state();
    }
    const number = calls.lastIndexOf(call);
    const finish = out.get(number);
    if (finish === undefined) return '.';
    out.delete(number);
    finish(end);
    await settled();
    return library.state() + released(library.said.slice(told), calls);
  };
  const steps = stepsOf(trace);
  const results: Promise<string>[] = [];
  // Timers that are set before all others go off before those of their instant.
  steps.forEach((step, place) => {
    if (step.isBeforeTimers) setTimeout(() => (results[place] = act(step)), step.atMs);
  });
  for (const [place, step] of steps.entries()) {
    await vi.advanceTimersByTimeAsync(step.atMs - (Date.now() - START_MS));
    if (!step.isBeforeTimers) results[place] = act(step);
    await settled();
  }
  return (await Promise.all(results)).join(' ');
}

const START_MS = 1_600_000_000_000;

describe.each([
  ['opossum 9.0.0', TRACES.opossum, opossum],
  ['cockatiel 3.2.1', TRACES.cockatiel, cockatiel],
] as const)('%s itself', (_, traces, make) => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
      now: START_MS,
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('has ten hand-written traces and more', () => {
    expect(traces.length).toBeGreaterThan(10);
  });

  it.each(traces.map((trace) => [trace.shows, trace] as const))('%s', async (_shows, trace) => {
    vi.spyOn(Math, 'random').mockReturnValue(trace.draw ?? NaN);
    expect(await played(make, trace)).toBe(trace.expected);
  });
});
