import type { CommandBody } from '../../../src/engine/command';
import { success } from '../../../src/kernel/result';
import type { Frame } from '../../../src/lab/frame';
import type { Lab, LabState, StormRun, TestRequest, TestResult } from '../../../src/lab/lab';
import { EMPTY_STATE } from '../../../src/lab/page-state';
import { compileScenario } from '../../../src/scenario';

/** A lab that does nothing but remember what it was asked for; its state is whatever a test says. */
export class FakeLab implements Lab {
  state: LabState = EMPTY_STATE;
  readonly asked: string[] = [];
  private readonly listeners = new Set<() => void>();
  private finishTest: ((result: TestResult | null) => void) | null = null;

  /** Changes the state and tells whoever listens. */
  become(part: Partial<LabState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  /** A frame at that simulated instant. */
  at(nowMs: number, part: Partial<Frame> = {}): void {
    const before = this.state.frame ?? QUIET_FRAME;
    this.become({ status: 'ready', frame: { ...before, ...part, nowMs } });
  }

  take(body: CommandBody): void {
    const atMs = this.state.frame?.nowMs ?? 0;
    this.become({ commands: [...this.state.commands, { ...body, atMs }] });
  }

  finish(result: TestResult | null): void {
    this.become({ test: null });
    this.finishTest?.(result);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  load(scenario: string, policies: string | null): void {
    this.asked.push('load');
    const model = compileScenario(scenario);
    this.become({
      ...EMPTY_STATE,
      status: 'loading',
      model: model.ok ? model.value : null,
      policies: { version: 1, yaml: policies ?? '', sinceMs: 0 },
    });
  }

  play(): void {
    this.asked.push('play');
  }

  pause(): void {
    this.asked.push('pause');
  }

  step(): void {
    this.asked.push('step');
  }

  setSpeed(speed: number): void {
    this.asked.push(`speed ${speed}`);
    if (this.state.frame) this.at(this.state.frame.nowMs, { speed });
  }

  slowUntilQueueFull(service: string, speed: number): void {
    this.asked.push(`slow ${service} ${speed}`);
  }

  lookAt(): void {
    // nothing that a test asks about
  }

  restart(): void {
    this.asked.push('restart');
  }

  goTo({ storm, policies, seed }: StormRun, atMs: number): void {
    this.asked.push(`go to ${atMs} of ${storm.id} with seed ${seed} under ${policies}`);
  }

  break(id: string): void {
    this.asked.push(`break ${id}`);
    this.take({ do: 'break', id });
  }

  heal(id: string): void {
    this.asked.push(`heal ${id}`);
    this.take({ do: 'heal', id });
  }

  apply(yaml: string) {
    this.asked.push('apply');
    const { version } = this.state.policies;
    this.become({ policies: { version: version + 1, yaml, sinceMs: this.state.frame?.nowMs ?? 0 } });
    return success(undefined);
  }

  replayFromBeforeBreak(): void {
    this.asked.push('replay');
  }

  test(request: TestRequest): Promise<TestResult | null> {
    this.asked.push(`test ${request.storm.id}`);
    this.become({ test: { storm: request.storm.id, progress: 0 } });
    return new Promise((resolve) => (this.finishTest = resolve));
  }

  cancelTest(): void {
    this.asked.push('cancel test');
    this.finish(null);
  }

  recording() {
    return { modelVersion: '1', scenario: '', seed: 1, commands: this.state.commands };
  }

  dispose(): void {
    this.asked.push('dispose');
  }
}

const NOTHING = new Float64Array(0);

const QUIET_FRAME: Frame = {
  nowMs: 0,
  playing: true,
  speed: 1,
  achievedSpeed: 1,
  eventCount: 0,
  counts: NOTHING,
  trailing: NOTHING,
  trailingMs: 0,
  gauges: NOTHING,
  quantiles: NOTHING,
  servicesP95Ms: [],
  journeysP95Ms: [],
  breakers: [],
  layers: [],
  oldCalls: [],
  messages: [],
  log: [],
  calls: [],
  traces: [],
  points: [],
};
