import type { LessonEvent } from '../lab/lesson.machine';
import type { Lesson } from '../lesson/lesson';
import type { LabView } from '../ui/lab-view.svelte';
import { outcomesOf } from '../ui/lesson/outcomes';
import type { BreakTask } from './lesson-stage';

/** A shop started for a break serves this long first, so that there is a healthy shop to be broken. */
const WARM_UP_MS = 4000;
const WARM_UP_SPEED = 4;

/** A break that was seen before is played again at this speed. */
const REPEAT_SPEED = 10;

/** The break of a lesson's shop: it waits until the shop is warm, and what comes of it is told to the lesson's machine. */
export class LessonBreak {
  /** The break that waits for the shop to be warm. */
  #waiting = $state.raw<BreakTask | null>(null);
  /** Played again for its traces, not to be watched. */
  #repeats = false;
  #seen = false;

  constructor(
    private readonly lesson: Lesson,
    private readonly view: LabView,
    private readonly send: (event: LessonEvent) => void,
  ) {}

  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** The shop at hand has served for a while, and nobody has broken or changed it. */
  get findsHealthyShop(): boolean {
    const { commands, frame } = this.view.lab.state;
    return commands.length === 0 && (frame?.nowMs ?? 0) >= WARM_UP_MS;
  }

  /** Breaks the shop as soon as it is warm. */
  begin(task: BreakTask | null): void {
    this.#waiting = task;
    this.view.lab.play();
    this.#breakWhenWarm();
  }

  /** The same in a shop that was just started. */
  beginAfresh(task: BreakTask | null): void {
    this.view.lab.setSpeed(WARM_UP_SPEED);
    this.begin(task);
  }

  /** Breaks a shop that was just started once more, fast, until `endRepeat`. */
  repeat(task: BreakTask | null): void {
    this.view.lab.setSpeed(REPEAT_SPEED);
    this.#waiting = task;
    this.#repeats = true;
  }

  get isRepeated(): boolean {
    return this.#repeats;
  }

  endRepeat(): void {
    this.#repeats = false;
    this.view.lab.setSpeed(1);
  }

  /** Another run begins. */
  forget(): void {
    this.#waiting = null;
    this.#repeats = false;
    this.#seen = false;
  }

  /** When a fault began in the present run; null: it has not. */
  brokenAtMs(fault: string): number | null {
    const command = this.view.state.commands.findLast((given) => given.do === 'break' && given.id === fault);
    return command?.atMs ?? null;
  }

  /** As the lab changes; `task`: of the step that is shown, if it is a break, and whether its run is being watched. */
  labChanged(task: BreakTask | null, isWatched: () => boolean): void {
    this.#breakWhenWarm();
    if (task !== null) this.#watch(task, isWatched);
  }

  #breakWhenWarm(): void {
    const { lab } = this.view;
    const { status, frame } = lab.state;
    const task = this.#waiting;
    if (task === null || status !== 'ready' || frame === null || frame.nowMs < WARM_UP_MS) return;
    this.#waiting = null;
    if (!this.#repeats) lab.slowUntilQueueFull(task.slow.untilQueueFull, task.slow.speed, 1);
    lab.break(task.fault);
    this.send({ type: 'broken' });
  }

  #watch(task: BreakTask, isWatched: () => boolean): void {
    const { model, points } = this.view.lab.state;
    if (model === null || this.isWaiting) return;
    const brokenAtMs = this.brokenAtMs(task.fault);
    if (brokenAtMs === null) {
      if (this.#seen) this.send({ type: 'run lost' });
      this.#seen = false;
      return;
    }
    this.#seen = true;
    if (!isWatched()) return;
    const questions = this.lesson.steps.flatMap(({ task: asked }) => (asked.kind === 'predict' ? asked.questions : []));
    const journeys = model.journeys.map(({ name }) => name);
    const outcomes = outcomesOf(questions, journeys, points, brokenAtMs, brokenAtMs + task.comparedAfterMs);
    if (outcomes !== null) this.send({ type: 'compared', outcomes });
  }
}
