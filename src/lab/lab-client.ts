import type { CommandBody } from '../engine/command';
import { Layout } from '../engine/observation/layout';
import { MODEL_VERSION, type Recording } from '../engine/recording';
import { problem, type Diagnostic } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { compilePolicies } from '../scenario';
import type { FaultSource } from '../scenario/fault';
import { compiledScenario } from './compiled';
import type { Lab, LabState, StormRun, TestRequest, TestResult } from './lab';
import { began, EMPTY_STATE, framed, pageState, took, type PageState } from './page-state';
import { problemOf, TEST_IS_ON } from './problem';
import type { Notice, Request } from './protocol';
import type { Subject } from './subject';

const SLOWEST = 0.1;
const FASTEST = 100;

/** A way to a session, wherever it runs. */
export interface Connection {
  send(request: Request): void;
  close(): void;
}

/** Opens a connection: notices come by `receive`, and `broke` tells that nothing more will come. */
export type Connect = (receive: (notice: Notice) => void, broke: (reason: unknown) => void) => Connection;

interface PendingTest {
  readonly test: number;
  readonly request: TestRequest;
  readonly resolve: (result: TestResult | null) => void;
}

/** The page's side of the lab. */
export class LabClient implements Lab {
  private page: PageState = pageState(EMPTY_STATE);
  private readonly listeners = new Set<() => void>();
  private readonly connection: Connection;
  private scenario = '';
  private loads = 0;
  private tests = 0;
  private pending: PendingTest | null = null;

  constructor(connect: Connect) {
    this.connection = connect(
      (notice) => this.receive(notice),
      (reason) => this.fail([problemOf(reason)]),
    );
  }

  get state(): LabState {
    return this.page.shown;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  load(scenario: string, policies: string | null, seed: number): void {
    this.endTest(null);
    this.loads += 1;
    this.scenario = scenario;
    const compiled = compiledScenario(scenario);
    if (!compiled.ok) return this.cannotLoad(seed, compiled.problems);
    const model = compiled.value;
    if (policies !== null) {
      const plan = compilePolicies(model, policies);
      if (!plan.ok) return this.cannotLoad(seed, plan.problems);
    }
    this.become(pageState({ ...EMPTY_STATE, status: 'loading', model, layout: new Layout(model), seed }));
    this.connection.send({ type: 'load', load: this.loads, scenario, policies, seed });
  }

  play(): void {
    this.connection.send({ type: 'play' });
  }

  pause(): void {
    this.connection.send({ type: 'pause' });
  }

  step(): void {
    this.connection.send({ type: 'step' });
  }

  setSpeed(speed: number): void {
    this.connection.send({ type: 'speed', speed: bounded(speed) });
  }

  slowUntilQueueFull(name: string, speed: number, then: number): void {
    const service = this.state.model?.services.findIndex((candidate) => candidate.name === name) ?? -1;
    if (service < 0) this.change({ problems: [problem(`There is no service "${name}" to watch.`)] });
    else this.connection.send({ type: 'slow until queue full', service, speed: bounded(speed), then: bounded(then) });
  }

  lookAt(subject: Subject | null): void {
    this.connection.send({ type: 'look at', subject });
  }

  restart(seed = this.state.seed): void {
    this.endTest(null);
    this.connection.send({ type: 'restart', seed });
  }

  goTo(run: StormRun, atMs: number): void {
    const checked = this.check(run.policies);
    if (checked.ok) this.connection.send({ type: 'go to', run, atMs: Math.max(0, atMs) });
    else this.change({ problems: checked.problems });
  }

  break(id: string, fault?: FaultSource): void {
    this.command(fault === undefined ? { do: 'break', id } : { do: 'break', id, fault });
  }

  heal(id: string): void {
    this.command({ do: 'heal', id });
  }

  apply(policies: string): Result<void> {
    const checked = this.check(policies);
    if (checked.ok) this.connection.send({ type: 'command', body: { do: 'policies', yaml: policies } });
    return checked;
  }

  replayFromBeforeBreak(policies: string): void {
    const checked = this.check(policies);
    if (checked.ok) this.connection.send({ type: 'replay', policies });
    else this.change({ problems: checked.problems });
  }

  test(request: TestRequest): Promise<TestResult | null> {
    const checked = this.check(request.policies);
    if (!checked.ok) {
      this.change({ problems: checked.problems });
      return Promise.resolve(null);
    }
    const test = (this.tests += 1);
    return new Promise((resolve) => {
      this.pending = { test, request, resolve };
      this.change({ test: { storm: request.storm.id, progress: 0 } });
      this.connection.send({ type: 'test', test, request });
    });
  }

  cancelTest(): void {
    if (this.pending === null) return;
    this.connection.send({ type: 'cancel test' });
    this.endTest(null);
  }

  recording(): Recording {
    const { seed, commands } = this.state;
    return { modelVersion: MODEL_VERSION, scenario: this.scenario, seed, commands };
  }

  dispose(): void {
    this.endTest(null);
    this.listeners.clear();
    this.connection.close();
  }

  private receive(notice: Notice): void {
    if (notice.type === 'frame') this.connection.send({ type: 'seen' });
    if (notice.load !== this.loads) return;
    switch (notice.type) {
      case 'began':
        this.page = began(this.page, notice);
        return;
      case 'took':
        return this.become(took(this.page, notice.command));
      case 'refused':
        if (notice.test !== null && notice.test === this.pending?.test) this.endTest(null);
        return this.change({ problems: notice.problems });
      case 'frame':
        return this.become(this.withProgress(framed(this.page, notice)));
      case 'tested':
        if (notice.test === this.pending?.test) this.endTest(notice.result);
        return;
      case 'failed':
        return this.fail(notice.problems);
    }
  }

  private withProgress(page: PageState): PageState {
    const { pending } = this;
    const nowMs = page.shown.frame?.nowMs ?? 0;
    if (pending === null || page.runOfTest !== pending.test) return page;
    const { storm } = pending.request;
    const progress = Math.min(1, nowMs / storm.forMs);
    return { ...page, shown: { ...page.shown, test: { storm: storm.id, progress } } };
  }

  private command(body: CommandBody): void {
    if (this.state.test) this.change({ problems: [TEST_IS_ON] });
    else this.connection.send({ type: 'command', body });
  }

  private check(policies: string): Result<void> {
    const { model, test } = this.state;
    if (test) return failure([TEST_IS_ON]);
    if (!model) return failure([problem('No scenario is loaded.')]);
    const plan = compilePolicies(model, policies);
    return plan.ok ? success(undefined) : plan;
  }

  private cannotLoad(seed: number, problems: readonly Diagnostic[]): void {
    this.connection.send({ type: 'unload' });
    this.become(pageState({ ...EMPTY_STATE, status: 'failed', problems, seed }));
  }

  private fail(problems: readonly Diagnostic[]): void {
    this.endTest(null);
    this.change({ status: 'failed', problems });
  }

  private endTest(result: TestResult | null): void {
    const { pending } = this;
    if (pending === null) return;
    this.pending = null;
    this.change({ test: null });
    pending.resolve(result);
  }

  private change(part: Partial<LabState>): void {
    this.become({ ...this.page, shown: { ...this.page.shown, ...part } });
  }

  private become(page: PageState): void {
    this.page = page;
    for (const listener of [...this.listeners]) listener();
  }
}

const bounded = (speed: number): number => Math.min(FASTEST, Math.max(SLOWEST, speed));
