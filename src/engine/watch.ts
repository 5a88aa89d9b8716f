import { Admission } from '../policies/admission';
import { LayerKind, refusalOf } from '../policies/layer';
import { OUTCOME_NAMES, type Outcome } from '../policies/outcome';
import type { Model } from '../scenario/model';
import { routeNames } from '../scenario/naming';
import { isAttemptAwaited, isCallAwaited, isFrameAwaited } from './awaited';
import type { CallEntry, CallEvent, LayerEvent } from './observation/call-log';
import type { Happening } from './observation/log';
import type { PlacedLayer } from './placed-layer';
import type { Call, Frame, Request } from './records';

const KINDS = Object.keys(LayerKind) as readonly (keyof typeof LayerKind)[];

/** Of the run that is watched. */
interface Watched {
  readonly now: number;
  readonly model: Model;
}

/**
 * Tells a listener what every layer does to every call. It only reads: a run is the same whether it is watched or not.
 * Where nobody listens there is no watch, and handlers ask for nothing but that.
 */
export class Watch {
  private calls = 0;
  /** A row stands for one call after another; a call under way when the watch began is numbered when it is heard of. */
  private readonly numbers = new Map<Call, number>();
  private readonly attempts = new Map<Request, number>();
  private readonly routes: readonly string[];

  constructor(
    private readonly run: Watched,
    private readonly tell: (entry: CallEntry) => void,
  ) {
    this.routes = routeNames(run.model);
  }

  begins(call: Call): void {
    this.numbers.set(call, ++this.calls);
    this.ofCall(call, { what: 'begins' });
  }

  /** After the request has been made, and counted. */
  sent(call: Call, request: Request): void {
    this.attempts.set(request, call.attempts);
    this.ofCall(call, { what: 'sent', attempt: call.attempts, to: request.station.replica });
  }

  /** Before the row of the attempt is free. */
  answered(request: Request): void {
    const attempt = this.attempts.get(request) ?? 0;
    const late = !isAttemptAwaited(request);
    this.attempts.delete(request);
    this.ofCall(request.call!, { what: 'answered', attempt, outcome: OUTCOME_NAMES[request.outcome]!, late });
  }

  /** A gate has answered a call that arrived there, or that waited. */
  asked(call: Call, placed: PlacedLayer, admission: Admission): void {
    if (admission === Admission.admitted) this.ofLayer(call, placed, { what: 'admitted' });
    else if (admission === Admission.waits) this.ofLayer(call, placed, { what: 'waits' });
    else this.ofLayer(call, placed, { what: 'refused', outcome: OUTCOME_NAMES[refusalOf(placed.layer)]! });
  }

  /** A call is told at a gate where it waited: it passes, or ends so. */
  decided({ call, layer }: Frame, passes: boolean, outcome: Outcome): void {
    if (passes) this.ofLayer(call, layer, { what: 'admitted' });
    else this.ofLayer(call, layer, { what: 'refused', outcome: OUTCOME_NAMES[outcome]! });
  }

  backsOff({ call, layer }: Frame, forMs: number): void {
    this.ofLayer(call, layer, { what: 'waits', forMs });
  }

  triesAgain({ call, layer, retries }: Frame): void {
    this.ofLayer(call, layer, { what: 'tries', try: retries + 1 });
  }

  /** Before the layer makes anything of it. */
  hears(frame: Frame, layer: PlacedLayer, outcome: Outcome): void {
    const late = !isFrameAwaited(frame);
    this.ofLayer(frame.call, layer, { what: 'hears', outcome: OUTCOME_NAMES[outcome]!, late });
  }

  decides(call: Call, layer: PlacedLayer, outcome: Outcome): void {
    this.ofLayer(call, layer, { what: 'decides', outcome: OUTCOME_NAMES[outcome]! });
  }

  asks({ call, layer }: Frame): void {
    this.ofLayer(call, layer, { what: 'asks' });
  }

  /** Before its owner is told. */
  ends(call: Call, outcome: Outcome): void {
    this.ofCall(call, { what: 'ends', outcome: OUTCOME_NAMES[outcome]!, late: !isCallAwaited(call) });
  }

  /** What the log tells of layers is told here too. */
  logs(atMs: number, happening: Happening): void {
    if (happening.kind === 'breaker') {
      const { list, layer, instance, from, to } = happening;
      this.tell({ atMs, list, layer, policy: 'breaker', replica: instance, what: 'state', from, to });
    } else if (happening.kind === 'ejection') {
      const { list, layer, instance, replica, ejected } = happening;
      const [from, to] = ejected ? ['asked', 'ejected'] : ['ejected', 'asked'];
      this.tell({ atMs, list, layer, policy: 'outliers', replica: instance, what: 'state', host: replica, from, to });
    }
  }

  private ofCall(call: Call, event: CallEvent): void {
    this.tell({ atMs: this.run.now, ...this.headOf(call), ...event });
  }

  private ofLayer(call: Call, placed: PlacedLayer, event: LayerEvent): void {
    this.tell({ atMs: this.run.now, ...this.headOf(call), ...nameOf(placed, call.policies!.list.key), ...event });
  }

  private headOf(call: Call) {
    const number = this.numbers.get(call) ?? ++this.calls;
    this.numbers.set(call, number);
    const arrival = call.script === null ? {} : { arrival: call.script.place + 1 };
    return { call: number, ...arrival, route: this.routes[call.route.index]!, replica: call.instance };
  }
}

const nameOf = ({ kind, layer }: PlacedLayer, list: string) => ({ list, layer: layer.name, policy: KINDS[kind]! });
