import type { CallEntry } from '../../../engine/observation/call-log';
import type { LogEntry } from '../../../engine/observation/log';
import { RANDOM_REPLICA, type Direction, type FaultEffect, type FaultModel, type Model } from '../../../scenario/model';
import { duration, percent } from '../../parts/format';
import { arrowed, linkWords, replicaWords } from './naming';

const messages: Readonly<Record<Direction, string>> = { request: 'requests', reply: 'replies', both: 'messages' };

/** What a fault does, after the name of what it is done to. */
function effectWords(effect: FaultEffect): string {
  switch (effect.does) {
    case 'crash':
      return 'is down';
    case 'hang':
      return 'hangs';
    case 'slow':
      return `is ${effect.factor}× slower`;
    case 'leak':
      return `leaks: up to ${effect.factor}× slower over ${duration(effect.overMs)}`;
    case 'errors':
      return effect.when === 'at once'
        ? `fails ${percent(effect.share)} at once`
        : `fails ${percent(effect.share)} of its work`;
    case 'latency':
      return `is ${duration(effect.addMs)} longer each way`;
    case 'loss':
      return `loses ${percent(effect.share)} of ${messages[effect.direction]}`;
    case 'cut':
      return effect.direction === 'both' ? 'is cut' : `carries no ${messages[effect.direction]}`;
  }
}

function targetWords(model: Model, { target }: FaultModel): string {
  if (target.kind === 'link') return linkWords(model, target.link);
  const one = target.replica === RANDOM_REPLICA ? 'one replica of ' : '';
  if (target.kind === 'zone') return `${one}zone ${target.zone}`;
  return target.replica < 0
    ? `${one}${model.services[target.service]!.name}`
    : replicaWords(model, target.service, target.replica);
}

const fault = (model: Model, of: FaultModel): string => `${targetWords(model, of)} ${effectWords(of.effect)}`;

const replicaBecomes: Readonly<Record<string, string>> = {
  serving: 'serves again',
  hanging: 'hangs',
  crashed: 'is down',
};

const breakerBecomes: Readonly<Record<string, string>> = {
  closed: 'closes: calls go out again',
  open: 'opens: calls fail at once',
  'half-open': 'is half-open: a few calls may try',
  'forced open': 'is held open by an operator: calls fail at once',
  'forced closed': 'is held closed by an operator: every call goes out',
  disabled: 'is switched off by an operator: every call goes out',
  'metrics only': 'only counts: every call goes out',
  isolated: 'is isolated by an operator: calls fail at once',
};

/** What one entry says. `known` are the faults it may name. */
function sentence(model: Model, entry: LogEntry, known: readonly FaultModel[]): string {
  switch (entry.kind) {
    case 'fault': {
      const found = known.find(({ id }) => id === entry.id);
      const { struck } = entry;
      const where = struck === undefined ? '' : ` (${replicaWords(model, struck.service, struck.replica)})`;
      const words = (found === undefined ? entry.id : fault(model, found)) + where;
      if (entry.on) return entry.byHand ? `You broke it: ${words}.` : `Fault: ${words}.`;
      return entry.byHand ? `You healed it: no longer “${words}”.` : `Over: no longer “${words}”.`;
    }
    case 'replica':
      return `${replicaWords(model, entry.service, entry.replica)} ${replicaBecomes[entry.state] ?? entry.state}.`;
    case 'workers': {
      const name = replicaWords(model, entry.service, entry.replica);
      return entry.exhausted
        ? `Every worker of ${name} is held; what comes now queues.`
        : `${name} has free workers again.`;
    }
    case 'queue': {
      const name = replicaWords(model, entry.service, entry.replica);
      return entry.full ? `The queue of ${name} is full; what comes now is refused.` : `The queue of ${name} drains.`;
    }
    case 'breaker':
      return `The breaker ${arrowed(entry.list)} (replica ${entry.instance + 1}) ${breakerBecomes[entry.to] ?? entry.to}.`;
    case 'ejection': {
      const whom = `replica ${entry.replica + 1}`;
      const by = `${arrowed(entry.list)} (replica ${entry.instance + 1})`;
      return entry.ejected ? `${by} ejects ${whom}: it is asked no more for a while.` : `${by} asks ${whom} again.`;
    }
    case 'policies':
      return entry.fresh.length === 0
        ? `Policies version ${entry.version} take force.`
        : `Policies version ${entry.version} take force; ${entry.fresh.map(arrowed).join(', ')} starts afresh.`;
  }
}

/** What happened to a call of a script, or to a layer. */
function call(entry: CallEntry): string {
  if (entry.what === 'state') {
    const host = entry.host === undefined ? '' : `, replica ${entry.host + 1}`;
    return `${arrowed(entry.list)}: ${entry.layer}${host}: ${entry.from} → ${entry.to}.`;
  }
  const who = `Call ${entry.call}`;
  switch (entry.what) {
    case 'begins':
      return `${who} begins: ${arrowed(entry.route)}.`;
    case 'sent':
      return `${who}: attempt ${entry.attempt} leaves.`;
    case 'answered':
      return `${who}: attempt ${entry.attempt} comes to: ${entry.outcome}${late(entry.late)}.`;
    case 'ends':
      return `${who} ends: ${entry.outcome}${late(entry.late)}.`;
    case 'admitted':
      return `${who}: ${entry.layer} lets it pass.`;
    case 'refused':
      return `${who}: ${entry.layer} refuses it: ${entry.outcome}.`;
    case 'waits':
      return entry.forMs === undefined
        ? `${who}: ${entry.layer} makes it wait.`
        : `${who}: ${entry.layer} waits for ${duration(entry.forMs)}.`;
    case 'tries':
      return `${who}: ${entry.layer} makes try ${entry.try}.`;
    case 'hears':
      return `${who}: ${entry.layer} hears: ${entry.outcome}${late(entry.late)}.`;
    case 'decides':
      return `${who}: ${entry.layer} decides: ${entry.outcome}.`;
    case 'asks':
      return `${who}: ${entry.layer} asks another endpoint.`;
  }
}

const late = (isLate: boolean): string => (isLate ? ', for nobody' : '');

/** Words of the event log. */
export const log = {
  title: 'What happened',
  empty: 'Nothing has happened yet. What breaks, fills up or opens is told here.',
  filter: 'Show',
  filters: { all: 'All', done: 'Done', services: 'Services', breakers: 'Breakers', calls: 'Call by call' },
  noCalls: 'No call has been made yet.',
  steps: 'Call by call',
  fromStart: 'From the start',
  step: 'Step',
  stepsHint:
    'Each step goes to the next instant at which something happens. What happened there is lit, the newest above.',
  fault,
  sentence,
  call,
};
