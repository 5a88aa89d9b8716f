import { expect } from 'vitest';

/*
 * `toEqual` compares arrays of numbers one by one, a hundredth of a millisecond each, and a run's counts and sketches hold
 * tens of thousands of them. Those that are alike to the bit are found to be so at once; any others are compared as ever.
 */

declare global {
  /** Set once in a process, whose test files share what `expect` was taught. */
  var areAlikeAtOnce: true | undefined;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);

function alikeToTheBit(a: unknown, b: unknown): true | undefined {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.constructor !== b.constructor) return undefined;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0 ? true : undefined;
}

if (!globalThis.areAlikeAtOnce) {
  expect.addEqualityTesters([alikeToTheBit]);
  globalThis.areAlikeAtOnce = true;
}
