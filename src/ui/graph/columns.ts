/** Something that takes up width in a row: a box, or a long link on its way past. */
export interface RowItem {
  readonly width: number;
  /** Items in the rows above and below that it is tied to, as [row, place], and how strongly each pulls. */
  readonly ties: readonly { readonly row: number; readonly place: number; readonly pull: number }[];
}

const SWEEPS = 12;

/**
 * The centre of each item of each row, in the order given and at least `gap` apart, within the width of the widest row:
 * as near as that allows to the middle of what it is tied to.
 */
export function placeColumns(rows: readonly (readonly RowItem[])[], gap: number): number[][] {
  const widthOf = (row: readonly RowItem[]): number => row.reduce((sum, { width }) => sum + width + gap, -gap);
  const width = Math.max(0, ...rows.map(widthOf));
  const centres = rows.map((row) => {
    let x = (width - widthOf(row)) / 2;
    return row.map((item) => {
      x += item.width + gap;
      return x - gap - item.width / 2;
    });
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? [...rows.keys()] : [...rows.keys()].reverse();
    for (const index of order) {
      const row = rows[index]!;
      const wishes = row.map((item, place) => wishOf(item, centres, centres[index]![place]!));
      centres[index] = keepApart(row, wishes, gap, width);
    }
  }
  return centres;
}

interface Wish {
  readonly at: number;
  readonly weight: number;
}

function wishOf({ ties }: RowItem, centres: readonly (readonly number[])[], now: number): Wish {
  const weight = ties.reduce((sum, { pull }) => sum + pull, 0);
  if (weight === 0) return { at: now, weight: 1 };
  return { at: ties.reduce((sum, { row, place, pull }) => sum + pull * centres[row]![place]!, 0) / weight, weight };
}

/**
 * The places nearest to the wishes (least squares) that keep order and distance: without the distances this is isotonic
 * regression, solved by pooling neighbours that violate the order (Ayer et al. 1955), then held within the width.
 */
function keepApart(row: readonly RowItem[], wishes: readonly Wish[], gap: number, width: number): number[] {
  let offset = 0;
  const offsets = row.map((item, place) => {
    if (place > 0) offset += (row[place - 1]!.width + item.width) / 2 + gap;
    return offset;
  });
  const pools: { sum: number; weight: number; size: number }[] = [];
  wishes.forEach(({ at, weight }, place) => {
    pools.push({ sum: weight * (at - offsets[place]!), weight, size: 1 });
    while (pools.length > 1 && meanOf(pools.at(-2)!) > meanOf(pools.at(-1)!)) {
      const last = pools.pop()!;
      const before = pools.at(-1)!;
      before.sum += last.sum;
      before.weight += last.weight;
      before.size += last.size;
    }
  });
  const first = (row[0]?.width ?? 0) / 2;
  const last = width - (row.at(-1)?.width ?? 0) / 2 - offset;
  const shifts = pools.flatMap((pool) =>
    Array.from({ length: pool.size }, () => Math.max(first, Math.min(last, meanOf(pool)))),
  );
  return shifts.map((shift, place) => shift + offsets[place]!);
}

const meanOf = ({ sum, weight }: { sum: number; weight: number }): number => sum / weight;
