import type { Command, CommandBody } from '../engine/command';
import { problem, type Diagnostic } from '../kernel/diagnostic';
import { judge } from '../lesson/judge';
import { compileScenario } from '../scenario';
import { FRAME_EVERY_MS, FrameTurn } from './frame-turn';
import type { StormRun, TestRequest } from './lab';
import { Player } from './player';
import { problemOf, TEST_IS_ON } from './problem';
import type { NoticeBody, Notice, Request } from './protocol';
import { firstBreakMs, underPolicies } from './replay-plan';
import type { Run } from './run';
import { stageOf, type Play, type Stage } from './stage';
import type { Subject } from './subject';

/** A test is played in about this much real time. */
const TEST_SHOWN_FOR_MS = 6000;

/** A test whose storm is being played. */
interface Testing {
  readonly test: number;
  readonly request: TestRequest;
}

/**
 * The worker's side of the lab, without the worker: requests in by `receive`, notices out by `send`, and `turn` called
 * as often as it asks for. `clock` tells real milliseconds from any origin.
 */
export class Session {
  private load = 0;
  private stage: Stage | null = null;
  private testing: Testing | null = null;
  private readonly player: Player;
  private readonly frames: FrameTurn;
  private subject: Subject | null = null;

  constructor(
    clock: () => number,
    private readonly send: (notice: Notice) => void,
  ) {
    this.frames = new FrameTurn(clock);
    this.player = new Player(clock, (reached) => this.afterChunk(reached));
  }

  receive(request: Request): void {
    this.guarded(() => this.handle(request));
  }

  /** Does one slice of work. Returns after how many real milliseconds it wants to be called again; Infinity: after the next request. */
  turn(): number {
    this.guarded(() => {
      if (this.stage && this.player.slice(this.stage.run)) this.frames.note();
      if (this.stage && this.frames.dueInMs() <= 0) this.sendFrame(this.stage);
    });
    if (!this.stage) return Infinity;
    if (this.player.isBehind(this.stage.run)) return 0;
    return Math.min(this.frames.dueInMs(), this.player.playing ? FRAME_EVERY_MS : Infinity);
  }

  private handle(request: Request): void {
    if (request.type === 'seen') {
      this.frames.seen();
      return;
    }
    if (request.type === 'load') {
      this.begin(request);
      return;
    }
    this.frames.note();
    if (request.type === 'look at') {
      this.subject = request.subject;
      this.stage?.framer.lookAt(request.subject);
      return;
    }
    if (!this.stage) return;
    if (this.testing) {
      this.handleInTest(request, this.stage);
      return;
    }
    switch (request.type) {
      case 'unload':
        this.stop();
        return;
      case 'play':
        this.player.play(this.stage.run);
        return;
      case 'pause':
        this.player.pause();
        return;
      case 'step':
        this.player.pause();
        this.stage.run.step();
        this.standStillIfStopped(this.stage);
        return;
      case 'speed':
        this.stage.slow.end();
        this.player.choose(this.stage.run, request.speed);
        return;
      case 'slow until queue full':
        this.stage.slow.until(request.service, request.then);
        this.player.choose(this.stage.run, request.speed);
        this.player.play(this.stage.run);
        return;
      case 'restart':
        this.restart(this.stage, request.seed);
        return;
      case 'go to':
        this.goTo(this.stage, request.run, request.atMs);
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
    else if (request.type === 'cancel test') this.leaveTest();
    else if (request.type === 'command') this.refuse([TEST_IS_ON]);
  }

  private begin({ load, scenario, policies, seed }: Extract<Request, { type: 'load' }>): void {
    this.stop();
    this.load = load;
    const compiled = compileScenario(scenario);
    if (!compiled.ok) {
      this.fail(compiled.problems);
      return;
    }
    const play = { model: compiled.value, scenario, seed };
    const run = this.start(play, policies === null ? [] : [setPolicies(policies)]);
    if (run) this.player.choose(run, 1);
  }

  /** Begins a run at 0, paused, in place of the one that is on, which stays if the commands cannot be taken. */
  private start(play: Play, commands: readonly Command[], testing: Testing | null = null): Run | null {
    const test = testing?.test ?? null;
    const begun = stageOf(play, commands, testing?.request.storm.forMs);
    if (!begun.ok) {
      if (this.stage) this.tell({ type: 'refused', problems: begun.problems, test });
      else this.fail(begun.problems);
      return null;
    }
    const { run, framer, seed } = begun.value;
    framer.lookAt(this.subject);
    this.stage = begun.value;
    this.player.pause();
    this.testing = testing;
    this.frames.noteAtOnce();
    this.tell({ type: 'began', seed, commands: run.commands, test });
    return run;
  }

  private restart(stage: Stage, seed: number): void {
    const goesOn = this.player.playing && !this.testing;
    const { yaml } = stage.run.engine.policies;
    const run = this.start({ ...stage, seed }, yaml === '' ? [] : [setPolicies(yaml)]);
    if (run && goesOn) this.player.play(run);
  }

  private goTo(stage: Stage, of: StormRun, atMs: number): void {
    const run = this.startStorm(stage, of, null);
    if (run && atMs > 0) this.player.head(run, { toMs: atMs, speed: Infinity, stops: true });
  }

  /** The storm's run at 0, with nothing in it but the policies and the storm. */
  private startStorm(stage: Stage, { storm, policies, seed }: StormRun, testing: Testing | null): Run | null {
    const commands = [setPolicies(policies), ...storm.commands];
    return this.start({ ...stage, seed }, commands, testing);
  }

  private command(stage: Stage, body: CommandBody): void {
    const taken = stage.run.command(body, !this.player.playing);
    if (taken.ok) this.tell({ type: 'took', command: taken.value });
    else this.refuse(taken.problems);
  }

  private replay(stage: Stage, policies: string): void {
    const presentMs = stage.run.engine.nowMs;
    const { commands } = stage.run;
    if (firstBreakMs(commands, stage.model) >= presentMs) this.command(stage, { do: 'policies', yaml: policies });
    else {
      const run = this.start(stage, underPolicies(commands, policies));
      if (run) this.player.head(run, { toMs: presentMs, speed: Infinity });
    }
  }

  private beginTest(stage: Stage, test: number, request: TestRequest): void {
    const { storm } = request;
    const run = this.startStorm(stage, request, { test, request });
    if (run) this.player.head(run, { toMs: storm.forMs, speed: storm.forMs / TEST_SHOWN_FOR_MS });
  }

  private finishTest(stage: Stage, { test, request: { storm, checks } }: Testing): void {
    this.leaveTest();
    const { run, scenario, seed } = stage;
    const ofStorm = checks.filter((check) => check.storm === storm.id);
    const verdicts = judge(ofStorm, run.recorder);
    this.sendFrame(stage);
    this.tell({ type: 'tested', test, result: { verdicts, recording: run.recording(scenario, seed) } });
  }

  private afterChunk(reached: boolean): void {
    const { stage, testing } = this;
    if (!stage) return;
    this.standStillIfStopped(stage);
    if (reached && testing) this.finishTest(stage, testing);
    const speed = stage.slow.speedAfter(stage.run.engine);
    if (speed !== null) this.player.choose(stage.run, speed);
  }

  /** A run that reached its limit can go no further; it is told each time somebody wants it to. */
  private standStillIfStopped({ run }: Stage): void {
    const { stopped } = run.engine;
    if (!stopped) return;
    const test = this.testing?.test ?? null;
    this.leaveTest();
    this.frames.note();
    this.tell({ type: 'refused', problems: [problem(stopped.message)], test });
  }

  private leaveTest(): void {
    this.testing = null;
    this.player.pause();
  }

  private stop(): void {
    this.leaveTest();
    this.stage = null;
  }

  private sendFrame(stage: Stage): void {
    const { run, framer } = stage;
    const frame = framer.frame(this.player.pace);
    this.frames.sent();
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
