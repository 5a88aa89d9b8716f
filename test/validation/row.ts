import type { Engine } from '../../src/engine/engine';
import type { ValidationRow } from '../../src/ui/trust/validation';

/** One number that theory or a published study states. */
export interface Figure extends Pick<ValidationRow, 'unit' | 'expected'> {
  /** `interval`: theory lies in the 99 % interval over all seeds. `every seed`: each seed alone is within the tolerance. */
  readonly rule: ValidationRow['rule'];
  readonly name: string;
  /** Relative to what is expected: the half-width the interval may have, or how far a seed may be off. */
  readonly tolerance: number;
  /** What the sketch may be off by, relative; only for quantiles. */
  readonly sketchError?: number;
  /** What the source may have rounded away, in the unit of the figure. */
  readonly rounded?: number;
}

/** A model with known results, and the scenario that stands for it: `scenarios/<id>.yaml`. */
export interface Row {
  readonly id: string;
  readonly model: string;
  /** Where the expected figures come from. */
  readonly source: string;
  readonly figures: readonly Figure[];
  /** Simulated time measured for each seed, without the warm-up. */
  readonly lengthMs: number;
  /** What the short form measures instead; its tolerances are wider by the square root of the ratio. */
  readonly shortLengthMs: number;
  /** Turns a fresh engine and reads one value for each figure. */
  play(engine: Engine, lengthMs: number): number[];
}
