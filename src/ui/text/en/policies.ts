import type { GuideKind } from '../../policies/kinds';

interface Chapter {
  readonly name: string;
  readonly purpose: string;
  readonly hurts: string;
}

const chapters: Readonly<Record<GuideKind, Chapter>> = {
  timeout: {
    name: 'Timeout',
    purpose:
      'Bounds how long a caller waits, so that one slow dependency cannot hold all of its workers. Almost every other ' +
      'policy needs one to be of use: nothing can be retried or counted that never ends.',
    hurts:
      'Too short, and answers that were about to come are thrown away while their work goes on, which adds load to a ' +
      'service that is late already. Too long, and workers stay held until the queue is full.',
  },
  retry: {
    name: 'Retry',
    purpose:
      'Gets past failures that are short and by chance: a lost message, a replica that restarts, a row that two wrote at once.',
    hurts:
      'When everything fails, each retry is more load on what cannot bear the load it has. Retries on several layers ' +
      'multiply. And what is not idempotent may happen twice, such as a card being charged.',
  },
  breaker: {
    name: 'Circuit breaker',
    purpose:
      'Stops asking a dependency that has failed lately. Callers fail at once instead of waiting, and the dependency is ' +
      'left in peace to recover; after a while a few calls try whether it has.',
    hurts:
      'It makes a partial failure a full one: with one bad replica of three, an open breaker stops the calls to the two ' +
      'good ones as well. With too few calls it never judges, and with a window too short it judges by chance.',
  },
  bulkhead: {
    name: 'Bulkhead',
    purpose:
      'Keeps part of a caller’s workers free: however slow one dependency gets, calls to it hold only so many of them, ' +
      'and pages that do not need it go on being served.',
    hurts:
      'A limit below what a healthy peak needs refuses good calls. By Little’s law that need is the rate of calls times ' +
      'the time each takes. A queue before it makes callers wait, which is what it was meant to prevent.',
  },
  'rate limit': {
    name: 'Rate limit',
    purpose: 'Keeps to a pace that was agreed on or paid for, and cuts bursts down to what the other side can take in.',
    hurts:
      'It knows a number and not how the other side is: set for a healthy service it lets too much through to a sick ' +
      'one, and set low it refuses calls while there is room. Where replicas each have their own, their number sets the total.',
  },
  'concurrency limit': {
    name: 'Adaptive concurrency limit',
    purpose:
      'Finds out for itself how many calls can be in flight before they only queue, and refuses the rest early, where a ' +
      'refusal is cheap.',
    hurts:
      'It reads load from response times, so anything else that slows answers lowers the limit too: a larger page, a cold ' +
      'cache, a few slow requests among many fast ones. It needs steady traffic to learn from.',
  },
  throttle: {
    name: 'Client throttling',
    purpose:
      'Lets each caller hold back by itself when too few of its calls are accepted, so that an overloaded service does not ' +
      'spend its time on saying no.',
    hurts:
      'It holds back by chance, important calls and unimportant ones alike, and goes on for as long as its window ' +
      'remembers the bad time. A caller of few calls learns little.',
  },
  hedge: {
    name: 'Hedge',
    purpose:
      'Cuts the slowest few answers: where one replica in many is slow by chance, a second try elsewhere is likely to be fast.',
    hurts:
      'When everything is slow, every call is sent twice and the load doubles. It needs a budget, and a service to which ' +
      'asking twice does no harm.',
  },
  fallback: {
    name: 'Fallback',
    purpose:
      'Gives the shopper something useful when a call failed: a default, an older answer, a page without that part, or a ' +
      'promise to do it later.',
    hurts:
      'An answer made up can be worse than none, and a fallback that calls something else moves the load there when it is ' +
      'least expected. It is seldom run, so it is seldom known to work.',
  },
  outliers: {
    name: 'Outlier ejection',
    purpose:
      'Takes a replica that answers worse than the others out of balancing for a while, so that one bad replica of many ' +
      'does not spoil its share of all calls.',
    hurts:
      'When all are bad it ejects the good with the bad, and what they served falls on the rest: so there is a limit to ' +
      'how many may be out, and below it panic, which asks every replica again. Few calls to each make poor judges.',
  },
  caps: {
    name: 'Connection and request caps',
    purpose:
      'Bounds how many connections, requests and retries a caller may have out towards one service, and refuses the next ' +
      'at once instead of piling them up.',
    hurts:
      'The defaults of a proxy are seldom those one needs: too high they never act, too low they refuse a healthy peak. ' +
      'Each caller keeps its own, so more callers mean more load in all.',
  },
  balance: {
    name: 'Balancing',
    purpose:
      'Spreads attempts over the replicas of a service. Ways that go by attempts not answered yet, or by how long answers ' +
      'took, keep away from a replica that is slow.',
    hurts:
      'A replica that fails fast looks idle, and the ways that seek the idle one send it ever more. Round robin and random ' +
      'send a slow replica as much as the others. Sticky sessions pile up wherever they began.',
  },
  queue: {
    name: 'Queue discipline',
    purpose:
      'Says who of those that wait is served next, and who is dropped because serving them would help nobody any more. ' +
      'In an overload the order decides how many answers are still in time.',
    hurts:
      'No order makes a service faster: what some gain others lose. Last come, first served starves those who wait; ' +
      'dropping by time in the queue drops good requests too if its target is below what a healthy burst needs.',
  },
  shed: {
    name: 'Load shedding',
    purpose:
      'Turns requests away while there is still room, those that matter least first, so that a service in an overload ' +
      'goes on doing what it is there for.',
    hurts:
      'Somebody has to say what matters, and everybody thinks it is theirs: where all is critical nothing is shed. And ' +
      'callers who retry at once bring back what was turned away.',
  },
  connections: {
    name: 'Connections',
    purpose:
      'A pool saves the time of making a connection for every call, and its size bounds how many attempts can be under way ' +
      'to one service at once.',
    hurts:
      'A pool that is too small is a queue nobody sees: calls wait for a connection while the service stands idle. After a ' +
      'restart every connection is made anew, all at the same time.',
  },
};

/** Words of the guide to the policies. What the schema says of them it says itself. */
export const policies = {
  title: 'Policies',
  open: 'About the policies',
  about: (name: string) => `About ${name.toLowerCase()}`,
  intro:
    'What can stand around a call, and what decides where it goes. Definitions, units and defaults are those that the ' +
    'editor shows and the simulator runs by. Policies compose outermost first: the order in which a list names them matters.',
  contents: 'Policies',
  all: 'All',
  decides: 'How it decides',
  differs: 'In libraries',
  example: 'An example',
  picture: 'Its rule, drawn',
  purpose: 'What it is for',
  hurts: 'When it hurts',
  scope: 'Whose it is',
  libraries: 'Libraries',
  examples: 'Written as',
  whose: 'By the rules of',
  labsOwn: 'the lab itself',
  states: 'Its states and what may follow',
  parameters: 'What can be set',
  parametersOf: (policy: string, rules: string) => `${policy}, by the rules of ${rules}: what can be set`,
  partOf: (key: string) => `${key}, `,
  columns: { key: 'Key', meaning: 'Meaning', unit: 'Unit', default: 'Default' },
  aMap: 'a map of what follows',
  noUnit: '–',
  noDefault: 'none',
  required: 'must be given',
  chapters,
  order: {
    name: 'The order of layers',
    purpose:
      'Why a breaker inside a retry behaves otherwise than a retry inside a breaker, and what usually stands where.',
    usual: 'What usually stands where',
  },
  replica: {
    name: 'Replica',
    purpose: 'What policies guard against: a replica that crashes or hangs.',
    is: 'A replica of a service is itself in one of three states. Policies learn of them only by how calls end: a crash answers at once, a hang not at all.',
  },
};
