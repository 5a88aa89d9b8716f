import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src/lab/pacer';

describe('Pacer', () => {
  it('asks for as much simulated time as real time went by, times the speed', () => {
    const pacer = new Pacer();
    pacer.anchor(1000, 50, 4);
    expect(pacer.targetMs(1000)).toBe(50);
    expect(pacer.targetMs(1250)).toBe(1050);
  });

  it('gives up a lag beyond a tenth of a second, so that it is never raced for', () => {
    const pacer = new Pacer();
    pacer.anchor(0, 0, 2);
    pacer.forgive(5000, 400);
    expect(pacer.targetMs(5000)).toBe(400 + 2 * 100);
  });

  it('keeps a small lag', () => {
    const pacer = new Pacer();
    pacer.anchor(0, 0, 1);
    pacer.forgive(90, 0);
    expect(pacer.targetMs(90)).toBe(90);
  });

  it('tells the speed reached over the last second, and the chosen one until it knows', () => {
    const pacer = new Pacer();
    pacer.anchor(0, 0, 10);
    pacer.note(100, 200);
    expect(pacer.achieved()).toBe(10);
    for (let realMs = 200; realMs <= 1000; realMs += 100) pacer.note(realMs, 2 * realMs);
    expect(pacer.achieved()).toBeCloseTo(2);
    for (let realMs = 1100; realMs <= 3000; realMs += 100) pacer.note(realMs, 2000 + 5 * (realMs - 1000));
    expect(pacer.achieved()).toBeCloseTo(5);
  });
});
