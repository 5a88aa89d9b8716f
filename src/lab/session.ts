import type { Command, CommandBody } from '../engine/command';
import type { Diagnostic } from '../kernel/diagnostic';
import { judge } from '../lesson/judge';
import { compileScenario } from '../scenario';
import type { Model } from '../scenario/model';
import { Framer } from './framer';
import type { TestRequest } from './lab';
import { Pacer } from './pacer';
import { problem, problemOf } from './problem';
import type { NoticeBody, Notice, Request } from './protocol';
import { QueueWatch } from './queue-watch';
import { firstBreakMs, withPoliciesBeforeBreak } from './replay-plan';
import { Run } from './run';

const FRAME_EVERY_MS = 1000 / 30;
/** A slice of work ends after this much real time, so that messages never wait long. */
const SLICE_MS = 10;
/** Between two looks at the clock there should be about this much work. */
const CHUNK_MS = 2;
const SHORTEST_CHUNK_SIM_MS = 1;
const LONGEST_CHUNK_SIM_MS = 1000;
/** A test is played in about this much real time. */
const TEST_SHOWN_FOR_MS = 6000;

/** What a run is on its way to, at its own pace and not the student's. */
type Goal =
  | { readonly kind: 'test'; readonly toMs: number; readonly test: number; readonly request: TestRequest }
  | { readonly kind: 'catch up'; readonly toMs: number };

/** What is played: a scenario that compiled, its text, and the seed. */
interface Play {
  readonly model: Model;
  readonly scenario: string;
  readonly seed: number;
}

/** The run of it that is on now. */
interface Stage extends Play {
  readonly run: Run;
  readonly framer: Framer;
  readonly queues: QueueWatch;
}

/**
 * The worker's side of the lab, without the worker: requests in by `receive`, notices out by `send`, and `turn` called
 * as often as it asks for. `clock` tells real milliseconds from any origin.
 */
export class Session {
  private load = 0;
  private stage: Stage | null = null;
  private goal: Goal | null = null;
  private playing = false;
  private speed = 1;
  private slow: { readonly service: number; readonly then: number } | null = null;
  private readonly pacer = new Pacer();
  private chunkMs = 10;
  private frameAtMs = -Infinity;
  private news = false;
  private unseen = false;

  constructor(
    private readonly clock: () => number,
    private readonly send: (notice: Notice) => void,
  ) {}

  receive(request: Request): void {
    this.guarded(() => this.handle(request));
  }

  /** Does one slice of work. Returns after how many real milliseconds it wants to be called again; Infinity: after the next request. */
  turn(): number {
    this.guarded(() => {
      if (this.stage && this.playing) this.slice(this.stage);
      if (this.stage && this.news && !this.unseen && this.frameDueInMs(this.clock()) <= 0) this.sendFrame(this.stage);
    });
    if (!this.stage) return Infinity;
    const nowMs = this.clock();
    if (this.playing && this.isBehind(this.stage, nowMs)) return 0;
    if (this.news && !this.unseen) return Math.max(0, this.frameDueInMs(nowMs));
    return this.playing ? FRAME_EVERY_MS : Infinity;
  }

  private handle(request: Request): void {
    if (request.type === 'seen') {
      this.unseen = false;
      return;
    }
    if (request.type === 'load') {
      this.begin(request);
      return;
    }
    this.news = true;
    if (!this.stage) return;
    if (this.goal?.kind === 'test') {
      this.handleInTest(request, this.stage);
      return;
    }
    switch (request.type) {
      case 'unload':
        this.stop();
        return;
      case 'play':
        this.playing = true;
        this.pace();
        return;
      case 'pause':
        this.pause();
        return;
      case 'step':
        this.pause();
        this.stage.run.step();
        return;
      case 'speed':
        this.slow = null;
        this.speed = request.speed;
        this.pace();
        return;
      case 'slow until queue full':
        this.slow = { service: request.service, then: request.then };
        this.speed = request.speed;
        this.playing = true;
        this.pace();
        return;
      case 'restart':
        this.restart(this.stage, request.seed);
        return;
      case 'command':
        this.command(this.stage, request.body);
        return;
      case 'replay':
        this.replay(this.stage, request.policies);
        return;
      case 'test':
        this.beginTest(this.stage, request.test, request.request);
        return;
    }
  }

  /** A test's run is untouched: all that can be done about it is to leave it. */
  private handleInTest(request: Request, stage: Stage): void {
    if (request.type === 'unload') this.stop();
    else if (request.type === 'restart') this.restart(stage, request.seed);
    else if (request.type === 'cancel test') this.pause();
    else if (request.type === 'command')
      this.refuse([problem('A test is being played; nothing can be changed until it ends.')]);
  }

  private begin({ load, scenario, policies, seed }: Extract<Request, { type: 'load' }>): void {
    this.stop();
    this.load = load;
    this.speed = 1;
    const compiled = compileScenario(scenario);
    if (!compiled.ok) this.fail(compiled.problems);
    else this.start({ model: compiled.value, scenario, seed }, policies === null ? [] : [setPolicies(policies)]);
  }

  /** Begins a run at 0 in place of the one that is on, which stays if the commands cannot be taken. */
  private start({ model, scenario, seed }: Play, commands: readonly Command[], goal: Goal | null = null): void {
    const test = goal?.kind === 'test' ? goal.test : null;
    const begun = Run.begin(model, seed, commands, goal?.toMs);
    if (!begun.ok) {
      if (this.stage) this.tell({ type: 'refused', problems: begun.problems, test });
      else this.fail(begun.problems);
      return;
    }
    const run = begun.value;
    this.stage = { model, scenario, seed, run, framer: new Framer(run.recorder), queues: new QueueWatch() };
    this.slow = null;
    this.goal = goal;
    this.playing = goal !== null;
    this.pace();
    this.frameAtMs = -Infinity;
    this.news = true;
    this.tell({ type: 'began', seed, commands: run.commands, test });
  }

  private restart(stage: Stage, seed: number): void {
    const goesOn = this.playing && this.goal?.kind !== 'test';
    const { yaml } = stage.run.engine.policies;
    this.start({ ...stage, seed }, yaml === '' ? [] : [setPolicies(yaml)]);
    this.playing = goesOn;
  }

  private command(stage: Stage, body: CommandBody): void {
    const taken = stage.run.command(body, !this.playing);
    if (taken.ok) this.tell({ type: 'took', command: taken.value });
    else this.refuse(taken.problems);
  }

  private replay(stage: Stage, policies: string): void {
    const presentMs = stage.run.engine.nowMs;
    const breakMs = firstBreakMs(stage.run.commands, stage.model);
    if (breakMs >= presentMs) this.command(stage, { do: 'policies', yaml: policies });
    else {
      const commands = withPoliciesBeforeBreak(stage.run.commands, breakMs, policies);
      this.start(stage, commands, { kind: 'catch up', toMs: presentMs });
    }
  }

  private beginTest(stage: Stage, test: number, request: TestRequest): void {
    const { storm, policies, seed } = request;
    const commands = [setPolicies(policies), ...storm.commands];
    this.start({ ...stage, seed }, commands, { kind: 'test', toMs: storm.forMs, test, request });
  }

  private finishTest(stage: Stage, test: number, { storm, checks }: TestRequest): void {
    const { run, scenario, seed } = stage;
    const ofStorm = checks.filter((check) => check.storm === storm.id);
    const verdicts = judge(ofStorm, run.recorder);
    this.sendFrame(stage);
    this.tell({ type: 'tested', test, result: { verdicts, recording: run.recording(scenario, seed) } });
  }

  /** Plays for at most a slice's time towards where the run should be by now. */
  private slice(stage: Stage): void {
    const { engine, recorder } = stage.run;
    const beganMs = this.clock();
    this.pacer.forgive(beganMs, engine.nowMs);
    let lookedMs = beganMs;
    while (this.playing && lookedMs - beganMs < SLICE_MS) {
      const toMs = Math.min(this.targetMs(lookedMs), engine.nowMs + this.chunkMs);
      if (toMs <= engine.nowMs) break;
      recorder.advance(toMs);
      this.news = true;
      this.afterChunk(stage);

      const tookMs = this.clock() - lookedMs;
      lookedMs += tookMs;
      if (tookMs > CHUNK_MS) this.chunkMs = Math.max(SHORTEST_CHUNK_SIM_MS, this.chunkMs / 2);
      else if (tookMs < CHUNK_MS / 2) this.chunkMs = Math.min(LONGEST_CHUNK_SIM_MS, this.chunkMs * 2);
    }
    this.pacer.note(this.clock(), engine.nowMs);
  }

  private afterChunk(stage: Stage): void {
    const { engine } = stage.run;
    const { goal, slow } = this;
    if (goal && engine.nowMs >= goal.toMs) {
      this.goal = null;
      this.playing = goal.kind === 'catch up';
      this.pace();
      if (goal.kind === 'test') this.finishTest(stage, goal.test, goal.request);
    }
    stage.queues.follow(engine.log);
    if (slow && stage.queues.fullReplicas(slow.service) === stage.model.services[slow.service]!.replicas) {
      this.slow = null;
      this.speed = slow.then;
      this.pace();
    }
  }

  private frameDueInMs(realMs: number): number {
    return this.frameAtMs + FRAME_EVERY_MS - realMs;
  }

  /** By more than a real millisecond, that is: it is worth going on at once. */
  private isBehind(stage: Stage, realMs: number): boolean {
    return stage.run.engine.nowMs < this.targetMs(realMs) - this.pacer.speed;
  }

  private targetMs(realMs: number): number {
    if (this.goal?.kind === 'catch up') return this.goal.toMs;
    return Math.min(this.pacer.targetMs(realMs), this.goal?.toMs ?? Infinity);
  }

  private pause(): void {
    this.goal = null;
    this.playing = false;
  }

  private stop(): void {
    this.pause();
    this.stage = null;
  }

  /** Real and simulated time meet here and now, at the speed that holds from now on. */
  private pace(): void {
    const speed = this.goal?.kind === 'test' ? this.goal.toMs / TEST_SHOWN_FOR_MS : this.speed;
    this.pacer.anchor(this.clock(), this.stage?.run.engine.nowMs ?? 0, speed);
  }

  private sendFrame(stage: Stage): void {
    const { run, framer } = stage;
    const frame = framer.frame({
      playing: this.playing,
      speed: this.pacer.speed,
      achievedSpeed: this.playing ? this.pacer.achieved() : 0,
    });
    this.frameAtMs = this.clock();
    this.news = false;
    this.unseen = true;
    this.tell({ type: 'frame', frame, faultsOn: [...run.engine.faultsOn], policies: { ...run.engine.policies } });
  }

  private refuse(problems: readonly Diagnostic[]): void {
    this.tell({ type: 'refused', problems, test: null });
  }

  private fail(problems: readonly Diagnostic[]): void {
    this.stop();
    this.tell({ type: 'failed', problems });
  }

  private tell(body: NoticeBody): void {
    this.send({ ...body, load: this.load });
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.fail([problemOf(thrown)]);
    }
  }
}

const setPolicies = (yaml: string): Command => ({ atMs: 0, do: 'policies', yaml });
