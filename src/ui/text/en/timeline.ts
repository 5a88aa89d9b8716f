import { formatClock } from '../../../kernel/units';
import { count, duration, percent } from '../../parts/format';
import { arrowed } from './naming';

/** A test plays at whatever speed shows it in time: two figures will do. */
const speed = (times: number): string => `${times < 100 ? Number(times.toPrecision(2)) : Math.round(times)}×`;

/** Words of the line of time and its controls. */
export const timeline = {
  play: 'Play (space)',
  pause: 'Pause (space)',
  step: 'To the next thing that happens (.)',
  restartSame: 'Start again with the same shoppers',
  restartNew: 'Start again with other shoppers (new seed)',
  seed: (seed: number) => `seed ${seed}`,
  speed: 'Speed',
  speedOf: speed,
  realTime: (times: number) => `${speed(times)} of real time`,
  tooSlow: (reached: number) => `only ${speed(reached)}`,
  tooSlowMeans: (asked: number, reached: number) =>
    `This machine cannot keep up: asked for ${speed(asked)} of real time, it reaches ${speed(reached)}. The run is the same, only slower.`,
  now: 'Simulated time',
  testing: 'test',
  testingMeans: 'A test is being played. Nothing can be steered until it is over.',

  whose: 'Whose requests',
  all: 'everyone',
  answered: 'answered',
  p95: 'p95',
  waiting: 'waiting',
  answeredMeans:
    'Of the shoppers whose wait ended, or should have ended by now: the share who got an answer, in full or degraded. Over the last 2.5 s of simulated time.',
  p95Means:
    '95 of 100 shoppers who got an answer had it within this time. Over the last 2.5 s; of several journeys the slowest.',
  waitingMeans: 'Shoppers who wait for an answer now.',
  left: 'left behind',
  leftMeans:
    'Requests at the shop’s door whose shoppers have given up. They wait for nobody any more, and still they stay in the queue until a worker has dealt with them.',

  openChart: 'Show the run as a chart',
  closeChart: 'Close the chart',
  show: 'Show',
  chart: { answered: 'Answered', p95: 'p95' },
  chartLabel: (nowMs: number, answered: number, p95Ms: number, waiting: number) =>
    `Chart from 0:00 to ${formatClock(nowMs)}: now ${percent(answered)} answered, p95 ${duration(p95Ms)}, ${count(waiting)} waiting.`,
  share: (share: number) => percent(share),
  duration: (ms: number) => duration(ms),
  most: (number: number) => count(number),

  policies: 'policies applied',
  opened: (list: string) => `breaker ${arrowed(list)} opens`,
  closed: (list: string) => `breaker ${arrowed(list)} closes`,
  queueFull: (service: string) => `${service}’s queue is full`,
};
