import { describe, expect, it } from 'vitest';
import { joined, movedIn } from '../../../../src/ui/graph/link-lines';

const RATE = { words: '12/s', style: 'figures' };
const TROUBLE = { words: '3 % abandoned', style: 'figures bad' };
const LONG = { words: '100 % past their deadline', style: 'figures bad' };

describe('the words beside a link', () => {
  it('share a line where that has room, in the style of what went wrong', () => {
    expect(joined([RATE, TROUBLE], 200)).toEqual([{ words: '12/s · 3 % abandoned', style: 'figures bad' }]);
  });

  it('stand below each other where a line of both would be cut off', () => {
    expect(joined([RATE, TROUBLE], 120)).toEqual([RATE, TROUBLE]);
  });

  it('leave out what there is nothing to say of', () => {
    expect(joined([{ words: '', style: 'figures' }, TROUBLE], 20)).toEqual([TROUBLE]);
    expect(joined([RATE, { words: '', style: 'figures wait' }], 20)).toEqual([RATE]);
    expect(joined([{ words: '', style: 'figures' }], 20)).toEqual([]);
  });

  it('move towards their link as far as they would else stand out of the drawing, and no further', () => {
    expect(movedIn(RATE, 100)).toBe(0);
    const room = 100;
    const moved = movedIn(LONG, room);
    // A figure is 7.2 wide at 12 px.
    expect(moved + room).toBeGreaterThanOrEqual(LONG.words.length * 7.2);
    expect(moved + room).toBeLessThan(LONG.words.length * 8);
  });
});
