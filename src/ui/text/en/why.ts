import type { Cause } from '../../../lab/why';
import type { Outcome } from '../../../policies/outcome';
import type { Model } from '../../../scenario/model';
import { callerName, endpointName } from '../../../scenario/naming';
import { duration } from '../../parts/format';
import { log } from './log';
import { arrowed, replicaWords } from './naming';

/** A sentence with the name it is about, which is set in bold. */
export interface NamedSentence {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

const about = (name: string, after: string, before = ''): NamedSentence => ({ before, name, after });

const callerOf = (model: Model, route: number): string =>
  callerName(model, model.links[model.routes[route]!.link]!.from);
const calleeOf = (model: Model, route: number): string => endpointName(model, model.routes[route]!.endpoint);

/** How a call ended for its caller, after `… to catalog.price`. */
const callEnded: Readonly<Record<Outcome, string>> = {
  0: 'was answered',
  1: 'was answered degraded',
  2: 'came back as an error',
  3: 'failed because a call it made had failed',
  4: 'was given up',
  5: 'was refused: nobody listens there',
  6: 'was cut off',
  7: 'was refused: the queue was full',
  8: 'was not let out by the breaker',
  9: 'was not let out: too many were under way',
  10: 'was waited for no longer',
  11: 'was waited for by nobody',
  12: 'came back as a conflict',
  13: 'was given up by the queue',
  14: 'was not let out: the rate limit was reached',
  15: 'was not let out: too few were accepted of late',
  16: 'was not let out: the adaptive limit was reached',
  17: 'was not let out: a cap was reached',
  18: 'was not sent: every replica was ejected',
  19: 'was shed',
  20: 'was not begun: its deadline had passed',
  21: 'was not sent: no connection came about in time',
  22: 'was cancelled',
  23: 'was turned down: the request itself was at fault',
};

/** What a replica did to the request, after its name. */
const visitEnded: Readonly<Record<Outcome, string>> = {
  0: 'answered it',
  1: 'answered it degraded',
  2: 'failed at its own work',
  3: 'could not do without that call',
  4: 'timed out',
  5: 'refused it: it is down',
  6: 'went down with it',
  7: 'refused it: its queue was full',
  8: 'could not call on: the breaker was open',
  9: 'could not call on: the bulkhead was full',
  10: 'was waited for no longer',
  11: 'finished it for nobody',
  12: 'did not write: the row had changed since it was read',
  13: 'gave the message up after its last delivery',
  14: 'could not call on: the rate limit was reached',
  15: 'could not call on: too few were accepted of late',
  16: 'could not call on: the adaptive limit was reached',
  17: 'could not call on: a cap was reached',
  18: 'could not call on: every replica was ejected',
  19: 'shed it',
  20: 'did not begin it: its deadline had passed',
  21: 'was never connected to',
  22: 'stopped working on it: it was cancelled',
  23: 'found the request at fault',
};

/** How the shopper's request ended. */
const requestEnded: Readonly<Record<Outcome, string>> = {
  ...callEnded,
  2: 'ended in an error page',
  3: 'ended in an error page',
  7: 'was turned away: the queue was full',
  10: 'was given up by the shopper',
};

const timeTaken: readonly Outcome[] = [4, 10];

/** What one cause says. */
function sentence(model: Model, cause: Cause): NamedSentence {
  switch (cause.kind) {
    case 'journey': {
      const after = timeTaken.includes(cause.outcome) ? ` after ${duration(cause.afterMs)}` : '';
      return about(model.journeys[cause.journey]!.name, ` ${requestEnded[cause.outcome]}${after}`, 'the request to ');
    }
    case 'call': {
      const after = timeTaken.includes(cause.outcome) ? ` after ${duration(cause.afterMs)}` : '';
      return about(
        callerOf(model, cause.route),
        `’s call to ${calleeOf(model, cause.route)} ${callEnded[cause.outcome]}${after}`,
      );
    }
    case 'waiting':
      return about(callerOf(model, cause.route), ` waited for ${calleeOf(model, cause.route)}`);
    case 'silence':
      return about(
        callerOf(model, cause.route),
        ` heard nothing from ${calleeOf(model, cause.route)}: the message was lost`,
      );
    case 'queued':
      return about(replicaOf(model, cause.endpoint, cause.replica), ' kept it in its queue');
    case 'unfinished':
      return about(replicaOf(model, cause.endpoint, cause.replica), ' took it up and did not finish');
    case 'visit':
      return about(replicaOf(model, cause.endpoint, cause.replica), ` ${visitEnded[cause.outcome]}`);
    case 'workers':
      return about(
        replicaWords(model, cause.service, cause.replica),
        `’s ${model.services[cause.service]!.workers} workers were all held from here on`,
      );
    case 'breaker':
      return about(arrowed(cause.list), ' opened', 'the breaker on ');
    case 'fault':
      return about(log.fault(model, cause.fault), cause.byHand ? ', since you broke it' : ', as the scenario has it');
  }
}

const replicaOf = (model: Model, endpoint: number, replica: number): string =>
  replicaWords(model, model.endpoints[endpoint]!.service, replica);

/** Words of the card that says why a request failed. */
export const why = {
  title: (journey: string) => `Why did this ${journey} fail?`,
  short: 'Why did it fail?',
  close: 'Close',
  sentence,
};
