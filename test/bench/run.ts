/**
 * How many events the engine handles in a second of processor time, scenario by scenario. A machine's speed swings by a
 * quarter from one minute to the next, so compare only figures of one run, or run two versions in turn.
 */
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/engine/engine';
import type { Model } from '../../src/scenario/model';
import { compileScenario } from '../../src/scenario';

const SCENARIOS = [
  'test/bench/scenarios/one-queue.yaml',
  'test/bench/scenarios/call-tree.yaml',
  'lessons/the-weakest-link/scenario.yaml',
];
const ROUNDS = 5;
const ROUND_MS = 1000;
const SEED = 1;

interface Round {
  readonly events: number;
  readonly processorMs: number;
  readonly digest: string;
}

function play(model: Model, simulatedMs: number): Round {
  const engine = new Engine(model, SEED);
  const before = process.cpuUsage();
  engine.advance(simulatedMs);
  const { user, system } = process.cpuUsage(before);
  return { events: engine.eventCount, processorMs: (user + system) / 1000, digest: engine.digest() };
}

/** Simulated time that takes about a round to play; finding it also warms the engine up. */
function lengthOfRound(model: Model): number {
  let simulatedMs = 1000;
  for (;;) {
    const { processorMs } = play(model, simulatedMs);
    if (processorMs >= ROUND_MS / 2) return Math.round((simulatedMs * ROUND_MS) / processorMs);
    simulatedMs *= 2;
  }
}

const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M`;

for (const file of SCENARIOS) {
  const compiled = compileScenario(readFileSync(file, 'utf8'));
  if (!compiled.ok) {
    for (const { line, column, message } of compiled.problems) console.error(`${file}:${line}:${column}: ${message}`);
    process.exitCode = 1;
    continue;
  }
  const simulatedMs = lengthOfRound(compiled.value);
  const rounds = Array.from({ length: ROUNDS }, () => play(compiled.value, simulatedMs));
  const rates = rounds.map(({ events, processorMs }) => (events * 1000) / processorMs).sort((a, b) => a - b);
  const { events, digest } = rounds[0]!;
  console.log(
    `${compiled.value.title}: ${millions(rates[ROUNDS >> 1]!)} events/s ` +
      `(${millions(rates[0]!)} to ${millions(rates[ROUNDS - 1]!)} over ${ROUNDS} rounds of ` +
      `${millions(events)} events, ${Math.round(simulatedMs / 1000)} s simulated, digest ${digest})`,
  );
  if (rounds.some((round) => round.digest !== digest)) throw new Error(`${file}: the same run gave two digests.`);
}
