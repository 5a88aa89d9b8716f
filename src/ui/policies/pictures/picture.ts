/** A small chart of a policy's rule, reckoned from the policy's own code. */
export type Picture = LinesPicture | RowsPicture;

export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Powers of ten, evenly spaced; `from` must be more than 0. */
  readonly isLog?: boolean;
}

export interface LinesPicture {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Values hold until the next one, such as counts. */
  readonly isStepped?: boolean;
}

export interface Line {
  /** By which its name is found among the words of the picture. */
  readonly id: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Rows of instants, or of stretches, along one axis. */
export interface RowsPicture {
  readonly kind: 'rows';
  readonly x: Axis;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly id: string;
  readonly dots: readonly number[];
  readonly spans: readonly Span[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly isStrong: boolean;
}

/** So many numbers from one to the other, both included. */
export const steps = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => from + ((to - from) * at) / (count - 1));
