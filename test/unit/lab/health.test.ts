import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { Recorder } from '../../../src/engine/observation/recorder';
import { Framer } from '../../../src/lab/framer';
import { healthOf, showHealth, type Health } from '../../../src/lab/health';
import { shopperView, type ShopperView } from '../../../src/lab/shopper';
import type { Command } from '../../../src/engine/command';
import { compiled, FALLBACK, SMALL_SHOP, TIMEOUT } from './small-shop';

const model = compiled(SMALL_SHOP);
const [WEB, CATALOG] = [0, 1];
const [BROWSE, HELP] = [0, 1];

function look(commands: readonly Command[], atMs: number) {
  const recorder = new Recorder(new Engine(model, 11));
  for (const command of commands) expect(recorder.engine.schedule(command).ok).toBe(true);
  recorder.advance(atMs);
  const frame = new Framer(recorder).frame({ playing: true, speed: 1, achievedSpeed: 1 });
  const { layout } = recorder.engine;
  const state = { layout, frame, points: frame.points, traces: frame.traces };
  return {
    health: (service: number): Health => healthOf(layout, frame, service),
    sees: (journey: number): ShopperView | null => shopperView(state, journey),
  };
}

const hangs: Command = { atMs: 5000, do: 'break', id: 'catalog-hangs' };
const broken = (does: object): Command => ({
  atMs: 5000,
  do: 'break',
  id: 'mine',
  fault: { node: 'catalog', ...does } as never,
});
const applied = (yaml: string): Command => ({ atMs: 0, do: 'policies', yaml });

describe('the state of a service', () => {
  it('is healthy while its requests are answered, and idle before there are any', () => {
    expect(look([], 5000).health(WEB)).toBe('healthy');
    expect(look([], 5000).health(CATALOG)).toBe('healthy');
    expect(look([], 0).health(WEB)).toBe('idle');
  });

  it('is hanging or down as its replicas are', () => {
    expect(look([hangs], 5001).health(CATALOG)).toBe('hanging');
    expect(look([broken({ does: 'crash' })], 5001).health(CATALOG)).toBe('down');
  });

  it('is failing when most of its requests fail, or none gets out any more', () => {
    expect(look([hangs], 12_000).health(WEB)).toBe('failing');
    expect(look([broken({ does: 'errors', share: '80%', when: 'at once' })], 8000).health(CATALOG)).toBe('failing');
  });

  it('is saturated when every worker is held and requests queue, though those that ended lately were answered', () => {
    const shop = look([hangs], 6200);
    expect(shop.health(WEB)).toBe('saturated');
  });

  it('is degraded when some of its requests fail, or are answered with less than all', () => {
    expect(look([broken({ does: 'errors', share: '20%', when: 'at once' })], 8000).health(CATALOG)).toBe('degraded');
    expect(look([applied(FALLBACK), hangs], 8000).health(WEB)).toBe('degraded');
  });

  it('is slow when a replica takes longer than it should', () => {
    expect(look([{ atMs: 5000, do: 'break', id: 'catalog-slow' }], 8000).health(CATALOG)).toBe('slow');
  });
});

describe('the state that is shown', () => {
  it('stays for two and a half seconds, whatever the frames in between say', () => {
    let shown = showHealth(null, 'healthy', true, 0);
    const seen: Health[] = [];
    for (let realMs = 0; realMs <= 10_000; realMs += 100) {
      shown = showHealth(shown, realMs % 200 === 0 ? 'degraded' : 'failing', true, realMs);
      if (seen.at(-1) !== shown.health) seen.push(shown.health);
    }
    expect(seen.length).toBeLessThanOrEqual(5);
  });

  it('changes at once when replicas hang or crash, and when they come back', () => {
    const shown = showHealth(null, 'healthy', true, 0);
    const hanging = showHealth(shown, 'hanging', true, 10);
    expect(hanging).toEqual({ health: 'hanging', sinceMs: 10 });
    expect(showHealth(hanging, 'healthy', true, 20).health).toBe('healthy');
  });

  it('changes at once while the run is paused', () => {
    const shown = showHealth(null, 'healthy', true, 0);
    expect(showHealth(shown, 'degraded', true, 10)).toBe(shown);
    expect(showHealth(shown, 'degraded', false, 10).health).toBe('degraded');
  });
});

describe('what a shopper sees', () => {
  it('is the full page while all is well', () => {
    expect(look([], 5000).sees(BROWSE)).toEqual({ sees: 'full' });
  });

  it('is the degraded page with its message when a fallback answers', () => {
    const after = look([applied(FALLBACK), hangs], 8000);
    expect(after.sees(BROWSE)).toEqual({ sees: 'degraded', message: 'Prices will be back soon' });
    expect(after.sees(HELP)).toEqual({ sees: 'full' });
  });

  it('is an error when the page fails', () => {
    expect(look([applied(TIMEOUT), hangs], 8000).sees(BROWSE)).toEqual({ sees: 'error' });
  });

  it('is an error too when the first pages of a run fail, before there is a point of its timeline', () => {
    const down = { ...broken({ does: 'crash' }), atMs: 0 };
    expect(look([down], 200).sees(BROWSE)).toEqual({ sees: 'error' });
  });

  it('is nothing yet while most wait for too long', () => {
    expect(look([hangs], 6600).sees(BROWSE)).toEqual({ sees: 'waiting' });
  });
});
