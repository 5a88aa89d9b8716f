import { createSubscriber } from 'svelte/reactivity';
import { createActor, type Actor } from 'xstate';
import type { Trace } from '../engine/observation/trace';
import { compiledScenario, compilingSteps } from '../lab/compiled';
import type { EditEvent } from '../lab/edits';
import type { Lab } from '../lab/lab';
import { lastTestAt } from '../lab/lesson-progress';
import { lessonMachine, stepOf, type LessonEvent, type LessonSnapshot } from '../lab/lesson.machine';
import type { Edits, LessonWork } from '../lab/saved-work';
import { compilePolicies } from '../scenario';
import type { Lesson, Step, Verdict } from '../lesson/lesson';
import { LabView } from '../ui/lab-view.svelte';
import { sameLines } from '../ui/editor/line-difference';
import { Following } from './following.svelte';
import { LessonBreak } from './lesson-break.svelte';
import { firstFailed, ToldRequest } from './lesson-requests';
import { breakUpTo, isAfterExplaining, policiesCountAt, type BreakTask } from './lesson-stage';
import { PolicyDesk, type EditsKeeper } from './policy-desk';

/** Every student meets the same shoppers. */
const SEED = 1;
/** A student at a lesson: the lesson's machine says what may follow, this drives the lab accordingly. */
export class LessonSession implements EditsKeeper {
  readonly view: LabView;
  readonly following: Following;
  readonly desk: PolicyDesk;
  /** The text in the editor is not what is running. */
  readonly isChanged = $derived.by(
    () => !sameLines(this.desk.text, this.view.state.policies.yaml || this.lesson.policies),
  );
  readonly #model = $derived.by(() => this.view.state.model);
  /** The text in the editor has no problem. */
  readonly isRunnable = $derived.by(() => this.#model !== null && compilePolicies(this.#model, this.desk.text).ok);

  readonly #actor: Actor<typeof lessonMachine>;
  readonly #onProgress: () => void;
  readonly #soon: (work: () => void) => void;
  readonly #stopListening: () => void;
  readonly #failed = new ToldRequest();
  readonly #break: LessonBreak;
  /** A test was played, or looked at again, since the shop was started. */
  #tested = false;

  constructor(
    readonly lesson: Lesson,
    readonly lab: Lab,
    saved: LessonWork | null,
    keep: (work: LessonWork) => void,
    /** Does the work at once, or soon: starting a shop takes a while. */
    soon: (work: () => void) => void = (work) => work(),
  ) {
    this.#soon = soon;
    this.view = new LabView(lab);
    this.following = new Following(this.view);
    this.desk = new PolicyDesk(lab, this);
    this.#break = new LessonBreak(lesson, this.view, (event) => this.send(event));
    this.#actor = createActor(lessonMachine, { input: { lesson, work: saved } });
    this.#onProgress = createSubscriber((update) => {
      const subscription = this.#actor.subscribe(update);
      return () => subscription.unsubscribe();
    });
    let kept = saved;
    this.#actor.subscribe(({ context }) => {
      if (context.work === kept) return;
      kept = context.work;
      keep(kept);
    });
    this.#actor.start();
    this.#stopListening = lab.subscribe(() => this.#labChanged());
    for (const step of [...compilingSteps(lesson.scenario), () => this.begin()]) soon(step);
  }

  get snapshot(): LessonSnapshot {
    this.#onProgress();
    return this.#actor.getSnapshot();
  }

  get work(): LessonWork {
    return this.snapshot.context.work;
  }

  get step(): Step {
    return stepOf(this.snapshot.context);
  }

  get at(): number {
    return this.snapshot.context.at;
  }

  /** Causes may be told once the student has said what they think, and from then on. */
  get tellsWhy(): boolean {
    const { snapshot } = this;
    return snapshot.hasTag('overlay') || isAfterExplaining(this.lesson, snapshot.context.at);
  }

  /** The newest verdicts of the step shown; null: no test was finished in it. */
  get verdicts(): readonly Verdict[] | null {
    return lastTestAt(this.work, this.step.id)?.verdicts ?? null;
  }

  /** The newest test of the step ran under policies that were tested before. */
  get lastTestRepeated(): boolean {
    return lastTestAt(this.work, this.step.id)?.changed === false;
  }

  get edits(): Edits {
    return this.work.policies;
  }

  get start(): string {
    return this.lesson.policies;
  }

  change(event: EditEvent): void {
    this.send(event);
  }

  send(event: LessonEvent): void {
    this.#actor.send(event);
  }

  /**
   * The shop as the step needs it, from 0: under the student's policies from the first step on in which they count, and
   * broken once more where the step asks about the break.
   */
  begin(): void {
    this.#load(policiesCountAt(this.lesson, this.at) ? this.#runnable(this.desk.text) : this.lesson.policies);
    this.lab.play();
    if (this.step.task.kind === 'explain') this.#break.repeat(this.#breakTask);
  }

  /** When the step's fault began in the present run; null: it has not. */
  brokenAtMs(fault: string): number | null {
    return this.#break.brokenAtMs(fault);
  }

  /** Breaks the shop as the lesson starts it; a shop that was broken or changed before begins anew for that. */
  break(): void {
    if (this.#break.findsHealthyShop) this.#break.begin(this.#breakTask);
    else {
      this.#soon(() => {
        this.send({ type: 'run lost' });
        this.#load(this.lesson.policies);
        this.#break.beginAfresh(this.#breakTask);
      });
    }
  }

  /** The request an explanation is about: one of its journey that ended badly in this run, the same until another run begins. */
  get failedRequest(): Trace | null {
    const { task } = this.step;
    const { state } = this.view;
    return task.kind === 'explain' ? this.#failed.of(state, () => firstFailed(state, task.pick.journey)) : null;
  }

  get isBreaking(): boolean {
    return this.#break.isWaiting;
  }

  /** Plays the step's storm under the policies in the editor; what comes of it is kept. */
  async test(): Promise<void> {
    const { task } = this.step;
    const storm = task.kind === 'protect' ? this.lesson.storms.find(({ id }) => id === task.storm) : undefined;
    if (storm === undefined || this.lab.state.test !== null || !this.isRunnable) return;
    const policies = this.work.policies.text;
    const checks = this.lesson.checks.filter((check) => check.storm === storm.id);
    const result = this.lab.test({ storm, checks, policies, seed: SEED });
    this.send({ type: 'test begun' });
    this.#tested = true;
    const finished = await result;
    if (finished === null) this.send({ type: 'test cancelled' });
    else this.send({ type: 'tested', policies, seed: SEED, verdicts: finished.verdicts });
  }

  /** To an instant of the step's last finished test, whatever has run since. */
  goThere(atMs: number): void {
    const test = lastTestAt(this.work, this.step.id);
    const storm = this.lesson.storms.find(({ id }) => id === test?.storm);
    if (test === undefined || storm === undefined) return;
    this.lab.goTo({ storm, policies: test.policies, seed: test.seed }, atMs);
    this.#tested = true;
  }

  /** To another step; a test that is on is stopped, and after a test the shop starts anew. */
  move(event: Extract<LessonEvent, { type: 'next' | 'back' | 'go' }>): void {
    const { id } = this.step;
    this.lab.cancelTest();
    this.send(event);
    if (this.step.id === id) return;
    this.#forgetRequests();
    if (this.#tested || (this.step.task.kind === 'explain' && this.failedRequest === null)) this.begin();
  }

  /** Forgets everything of this lesson. */
  reset(): void {
    this.lab.cancelTest();
    this.send({ type: 'reset' });
    this.begin();
  }

  dispose(): void {
    this.#stopListening();
    this.#actor.stop();
    this.lab.dispose();
  }

  get #breakTask(): BreakTask | null {
    const { lesson, at } = this.snapshot.context;
    return breakUpTo(lesson, at);
  }

  #load(policies: string): void {
    this.#break.forget();
    this.#tested = false;
    this.lab.load(this.lesson.scenario, policies, SEED);
    this.#forgetRequests();
    this.lab.setSpeed(1);
  }

  #forgetRequests(): void {
    this.following.forget();
    this.#failed.forget();
  }

  /** The text if it compiles; a text in the middle of an edit is kept in the editor, and the lesson's own runs. */
  #runnable(text: string): string {
    const model = compiledScenario(this.lesson.scenario);
    return model.ok && compilePolicies(model.value, text).ok ? text : this.lesson.policies;
  }

  #labChanged(): void {
    const { task } = stepOf(this.#actor.getSnapshot().context);
    const isWatched = () => this.#actor.getSnapshot().matches({ break: 'running' });
    this.#break.labChanged(task.kind === 'break' ? task : null, isWatched);
    if (task.kind === 'follow' && this.following.watch(task.journey)) this.send({ type: 'followed' });
    if (this.#break.isRepeated && this.failedRequest !== null) this.#break.endRepeat();
  }
}
