/** Bytes in everything that a snapshot holds, roughly: its arrays, and eight for any other value. */
export const sizeOf = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 8);
};
