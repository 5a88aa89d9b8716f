/** At most `calls` of one caller replica in flight at once; the next is refused at once. State: permits in use. */
export interface BulkheadParams {
  readonly calls: number;
}

export const BULKHEAD_BLOCK_SIZE = 1;

export function initBulkhead(block: Float64Array, at: number): void {
  block[at] = 0;
}

export function admitToBulkhead(block: Float64Array, at: number, params: BulkheadParams): boolean {
  if (block[at]! >= params.calls) return false;
  block[at]! += 1;
  return true;
}

export function releaseFromBulkhead(block: Float64Array, at: number): void {
  block[at]! -= 1;
}

export const permitsInUse = (block: Float64Array, at: number): number => block[at]!;
