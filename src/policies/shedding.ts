/** How much a request matters, the least first; a journey's holds for everything that is asked for its sake. */
export const PRIORITIES = ['low', 'normal', 'high', 'critical'] as const;
export type PriorityName = (typeof PRIORITIES)[number];

/** The same as a number. */
export type Priority = 0 | 1 | 2 | 3;
export const NORMAL: Priority = 1;
export const priorityOf = (name: PriorityName): Priority => PRIORITIES.indexOf(name) as Priority;

/** A service turns requests away, those that matter least first. Of each priority the share from which on; Infinity: never. */
export interface ShedParams {
  /** of the queue that is filled */
  readonly queue: readonly number[];
  /** of the workers that are held */
  readonly workers: readonly number[];
}

/** Whether a request of this priority that arrives now is turned away. */
export const isShed = (
  { queue, workers }: ShedParams,
  priority: number,
  queued: number,
  queueSize: number,
  held: number,
  workerCount: number,
): boolean => (queued >= queue[priority]! * queueSize && queued > 0) || held >= workers[priority]! * workerCount;
