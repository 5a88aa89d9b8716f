import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../src/engine/command';
import { MODEL_VERSION, type Recording } from '../../src/engine/recording';
import { playedEngine } from '../e2e/digest/play';
import { recording as storefront } from '../e2e/digest/recording';
import { SHOP } from '../unit/support/shop';
import { EVERY_LOAD } from './every-load';
import { EDITED, EVERY_POLICY } from './every-policy';
import { EVERY_WAY_TO_CALL } from './every-way-to-call';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

const recorded = (scenario: string, seed: number, commands: readonly Command[] = []): Recording => ({
  modelVersion: MODEL_VERSION,
  scenario,
  seed,
  commands,
});

const untouched = (id: string): Recording => recorded(read(`test/validation/scenarios/${id}.yaml`), 1);

/** Between them they use every kind of everything the model has; each is played for a minute. */
export const recordings: Readonly<Record<string, Recording>> = {
  'storefront, broken and edited': storefront,
  'small shop, faults as scheduled': recorded(SHOP, 7, [
    { atMs: 5_000, do: 'break', id: 'payments-slow' },
    { atMs: 20_000, do: 'heal', id: 'payments-slow' },
    { atMs: 30_000, do: 'break', id: 'cable-cut' },
    { atMs: 45_000, do: 'heal', id: 'cable-cut' },
  ]),
  'the weakest link, catalog hangs': recorded(read('lessons/the-weakest-link/scenario.yaml'), 3, [
    { atMs: 10_000, do: 'break', id: 'hang', fault: { node: 'catalog', does: 'hang' } },
    { atMs: 40_000, do: 'heal', id: 'hang' },
  ]),
  'every way to call, the queue and its consumer broken': recorded(EVERY_WAY_TO_CALL, 5, [
    { atMs: 10_000, do: 'break', id: 'mail-fails' },
    { atMs: 20_000, do: 'break', id: 'orders-down' },
    { atMs: 25_000, do: 'heal', id: 'orders-down' },
    { atMs: 30_000, do: 'heal', id: 'mail-fails' },
    { atMs: 40_000, do: 'break', id: 'orders-stuck' },
    { atMs: 42_000, do: 'heal', id: 'orders-stuck' },
  ]),
  'every load, over connections and zones, under faults that come back': recorded(EVERY_LOAD, 11, [
    { atMs: 12_000, do: 'heal', id: 'flapping' },
    { atMs: 25_000, do: 'break', id: 'flapping' },
    { atMs: 50_000, do: 'heal', id: 'leak' },
  ]),
  'every policy, the mail failing, and edited': recorded(EVERY_POLICY, 13, [
    { atMs: 15_000, do: 'break', id: 'failing' },
    { atMs: 30_000, do: 'policies', yaml: EDITED },
    { atMs: 40_000, do: 'heal', id: 'failing' },
  ]),
  'overload with retries': untouched('overload-retries'),
  'retries in three layers': untouched('amplification'),
  'a shop that fills and empties': untouched('little'),
};

export function digestOf(recording: Recording): string {
  const engine = playedEngine(recording);
  return `${engine.digest()} after ${engine.eventCount} events`;
}
