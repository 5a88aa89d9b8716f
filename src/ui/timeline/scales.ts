import { scaleLinear, scaleLog, type ScaleContinuousNumeric, type ScaleLinear } from 'd3';
import type { Sample } from './series';

/** What the line shows. */
export type Shown = 'answered' | 'p95';

export interface ChartScales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleContinuousNumeric<number, number>;
  readonly waiting: ScaleLinear<number, number>;
  /** In the unit of y. */
  readonly yTicks: readonly number[];
  /** In ms. */
  readonly xTicks: readonly number[];
}

const SPANS_S = [60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 5400, 7200] as const;
const TICK_STEPS_S = [5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200] as const;
const PIXELS_PER_TICK = 84;
const LEAST_P95_MS = 10;

/** A whole number of minutes that holds the run, with room before it is full. */
export function spanMs(nowMs: number): number {
  const seconds = (nowMs / 1000) * 1.02;
  return 1000 * (SPANS_S.find((span) => span >= seconds) ?? Math.ceil(seconds / 3600) * 3600);
}

/** `span` in ms: the time that the chart holds. */
export function chartScales(
  samples: readonly Sample[],
  shown: Shown,
  span: number,
  width: number,
  height: number,
): ChartScales {
  const x = scaleLinear().domain([0, span]).range([0, width]);
  const mostWaiting = Math.max(60, ...samples.map(({ waiting }) => waiting));
  const slowest = Math.max(1000, ...samples.map(({ p95Ms }) => (Number.isNaN(p95Ms) ? 0 : p95Ms)));
  const y =
    shown === 'answered'
      ? scaleLinear().domain([0, 1]).range([height, 6])
      : scaleLog()
          .domain([LEAST_P95_MS, slowest * 1.2])
          .range([height, 6])
          .clamp(true);
  const wanted = Math.max(1, Math.floor(width / PIXELS_PER_TICK));
  const step = 1000 * (TICK_STEPS_S.find((seconds) => span / (seconds * 1000) <= wanted) ?? span / 1000);
  return {
    x,
    y,
    // The area keeps to the lower part, so that the line stays in sight.
    waiting: scaleLinear()
      .domain([0, mostWaiting])
      .range([height, height * 0.45]),
    yTicks: shown === 'answered' ? [0, 0.5, 1] : [10, 100, 1000, 10_000].filter((ms) => ms <= slowest * 1.2),
    xTicks: Array.from({ length: Math.ceil(span / step) }, (_, index) => index * step),
  };
}
