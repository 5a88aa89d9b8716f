import type { Request, VersionedRow } from './records';

/** A visit reads or writes a row, at the end of its work; false: the row was written since the caller of this write read it. */
export function touchRow(visit: Request, row: VersionedRow): boolean {
  if (visit.program.writesRow) {
    if (visit.version !== row.version) return false;
    row.version++;
  }
  visit.version = row.version;
  return true;
}
