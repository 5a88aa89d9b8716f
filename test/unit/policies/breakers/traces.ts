import type { BreakerDialect } from '../../../../src/policies/breaker';
import type { Trace } from './trace';

/** Two of four calls fail; x and y are out since then. Hystrix would open on its next tick, opossum not by half of those that started. */
const TRIP = '0:a 0:b 0:x 0:y 1:a=F 2:b=F';
const TRIPPED = '+c +c +c +c c o';

const resilience4j: readonly Trace[] = [
  {
    shows: 'a success that reaches the minimum trips it, by a rate at the limit',
    steps: '0:a 1:b 2:a=F 3:b=S',
    expected: '+c +c c o',
    isSignature: true,
  },
  {
    shows: 'late successes are counted in half-open and can close it with no probe back',
    settings: { probes: 2 },
    steps: `${TRIP} 1100:p 1101:x=S 1102:y=S 1103:q`,
    expected: `${TRIPPED} +h h c +c`,
    isSignature: true,
  },
  {
    shows: 'an ignored call begun while closed adds a permit in half-open',
    steps: `${TRIP} 1100:p 1101:x=I 1102:q 1103:r`,
    expected: `${TRIPPED} +h h +h -h`,
    isSignature: true,
  },
  {
    shows: 'it turns half-open strictly after the open time',
    steps: `${TRIP} 1002:p 1003:q`,
    expected: `${TRIPPED} -o +h`,
  },
  {
    shows: 'the automatic transition happens at the end of the open time itself, without a call',
    own: { like: 'resilience4j', isAutomatic: true },
    steps: `${TRIP} 1001:. 1002:. 1003:p`,
    expected: `${TRIPPED} o h +h`,
  },
  {
    shows: 'half-open for as long as it may be leads back to open',
    own: { like: 'resilience4j', halfOpenForMs: 100 },
    steps: `${TRIP} 1003:p 1102:. 1103:. 2103:q 2104:r`,
    expected: `${TRIPPED} +h h o -o +h`,
  },
  {
    shows: 'half-open for as long as it may be leads to closed if it is told so',
    own: { like: 'resilience4j', halfOpenForMs: 100, afterHalfOpen: 'closed' },
    steps: `${TRIP} 1003:p 1102:. 1103:.`,
    expected: `${TRIPPED} +h h c`,
  },
  {
    shows: 'the open time grows with each opening that follows no close, cut to whole milliseconds',
    own: { like: 'resilience4j', openForMs: 5, openGrowth: 1.5 },
    settings: { n: 1 },
    // Open for 5 ms, 7.5 ms cut to 7, 10.5 ms cut to 10.
    steps: '0:a 0:a=F 5:b 6:c 6:c=F 13:d 14:e 14:e=F 24:f 25:g',
    expected: '+c o -o +h o -o +h o -o +h',
  },
  {
    shows: 'the open time grows no further than it may, and a close begins it anew',
    own: { like: 'resilience4j', openForMs: 5, openGrowth: 10, openForMostMs: 20 },
    settings: { n: 1 },
    steps: '0:a 0:a=F 6:c 6:c=F 26:d 27:e 27:e=S 30:f 30:f=F 35:g 36:h',
    expected: '+c o +h o -o +h c +c o -o +h',
  },
  {
    shows: 'a late result after the open time moves nothing',
    steps: `${TRIP} 1100:x=S 1101:.`,
    expected: `${TRIPPED} o o`,
  },
];

const polly: readonly Trace[] = [
  {
    shows: 'a call that was called off closes it half-open',
    steps: `${TRIP} 1002:p 1003:p=D`,
    expected: `${TRIPPED} +h c`,
    isSignature: true,
  },
  {
    shows: 'a failure at exactly the ratio trips it, and the break is over at its very end',
    steps: '0:a 1:b 2:b=S 3:a=F 1002:o 1003:p',
    expected: '+c +c c o -o +h',
    isSignature: true,
  },
  {
    shows: 'what was called off counts as a success while closed',
    steps: '0:a 0:b 1:a=D 2:b=F 1002:p 1003:p=D',
    expected: '+c +c c o +h c',
    isSignature: true,
  },
  { shows: 'a success never trips it', steps: '0:a 0:b 1:a=F 2:b=S', expected: '+c +c c c' },
  {
    shows: 'below the throughput it judges nothing',
    settings: { n: 3 },
    steps: '0:a 0:b 0:c 1:a=F 2:b=F 3:c=F',
    expected: '+c +c +c c c o',
  },
  {
    shows: 'one probe goes out, the next call is refused',
    steps: `${TRIP} 1002:p 1002:q`,
    expected: `${TRIPPED} +h -h`,
  },
  {
    shows: 'a failed probe opens it for a whole break from then on',
    steps: `${TRIP} 1002:p 1500:p=F 2499:q 2500:r`,
    expected: `${TRIPPED} +h o -o +h`,
  },
  { shows: 'a late success in half-open closes it', steps: `${TRIP} 1002:p 1003:x=S`, expected: `${TRIPPED} +h c` },
  { shows: 'a late failure in half-open reopens it', steps: `${TRIP} 1002:p 1003:x=F`, expected: `${TRIPPED} +h o` },
  {
    shows: 'late results in open neither close it nor prolong the break',
    steps: `${TRIP} 500:x=S 600:y=F 1001:o 1002:p`,
    expected: `${TRIPPED} o o -o +h`,
  },
  {
    shows: 'a close begins with an empty window',
    steps: `${TRIP} 1002:p 1003:p=S 1004:c 1005:c=F`,
    expected: `${TRIPPED} +h c +c c`,
  },
  {
    shows: 'a part of the window begins with the result that needs it and leaves a whole window after that',
    settings: { windowMs: 1000 },
    // The part of the first failure begins at 150 and leaves at 1150.
    steps: '0:a 150:a=F 1149:b 1149:b=F',
    expected: '+c c +c o',
  },
  {
    shows: 'a part that began a whole window ago is gone',
    settings: { windowMs: 1000 },
    steps: '0:a 150:a=F 1150:b 1150:b=F',
    expected: '+c c +c c',
  },
  { shows: 'an ignored failure closes it half-open', steps: `${TRIP} 1002:p 1003:p=I`, expected: `${TRIPPED} +h c` },
];

const hystrix: readonly Trace[] = [
  {
    shows: 'it opens on the tick and not at the call that was one too many',
    steps: '0:a 0:b 1:a=F 2:b=F 3:c 499:d 500:e',
    expected: '+c +c c c +c +c -o',
    isSignature: true,
  },
  {
    shows: 'the sleep is over strictly after its end, one probe goes out, and a late success closes it',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 500:c 1500:o 1501:p 1502:q 1503:x=S',
    expected: '+c +c +c c c -o -o +h -h c',
    isSignature: true,
  },
  {
    shows: 'a probe that was called off opens it again',
    steps: '0:a 0:b 1:a=F 2:b=F 500:. 1501:p 1600:p=D 2600:q 2601:r',
    expected: '+c +c c c o +h o -o +h',
    isSignature: true,
  },
  {
    shows: 'a request at fault itself is not counted, and as a probe opens it again',
    steps: '0:a 0:b 0:c 1:a=F 2:b=I 500:. 501:c=F 1000:. 2001:p 2002:p=I',
    expected: '+c +c +c c c c c o +h o',
  },
  {
    shows: 'the percentage of errors is cut to a whole number: 33.3 is 33',
    settings: { n: 3, share: 0.333 },
    steps: '0:a 0:b 0:c 1:a=F 2:b=S 3:c=S 500:.',
    expected: '+c +c +c c c c c',
  },
  {
    shows: 'the percentage reaches its limit by equality',
    settings: { n: 3, share: 0.33 },
    steps: '0:a 0:b 0:c 1:a=F 2:b=S 3:c=S 500:.',
    expected: '+c +c +c c c c o',
  },
  {
    shows: 'below the volume of requests no tick opens it',
    settings: { n: 3 },
    steps: '0:a 0:b 1:a=F 2:b=F 500:. 1000:.',
    expected: '+c +c c c c c',
  },
  {
    shows: 'a result at the instant of a tick belongs to the bucket that begins',
    steps: '0:a 0:b 1:a=F 500:b=F 501:. 999:. 1000:.',
    expected: '+c +c c c c c o',
  },
  {
    shows: 'old successes that leave the window let a later tick open it',
    settings: { windowMs: 1000, share: 0.6 },
    // Two successes in the first bucket, two failures in the second: half of four; when the first has left, all of two.
    steps: '0:a 0:b 0:c 0:d 1:a=S 2:b=S 600:c=F 601:d=F 1000:. 1499:. 1500:.',
    expected: '+c +c +c +c c c c c c c o',
  },
  {
    shows: 'after a close it counts afresh and ticks from then on',
    steps: '0:a 0:b 1:a=F 2:b=F 500:. 1600:p 1700:p=S 1701:c 1702:d 1703:c=F 1704:d=F 2199:. 2200:.',
    expected: '+c +c c c o +h c +c +c c c c o',
  },
  {
    shows: 'a late failure in half-open opens it again',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 500:. 1501:p 1502:x=F 2502:q 2503:r',
    expected: '+c +c +c c c o +h o -o +h',
  },
  {
    shows: 'a late failure in open does not prolong the sleep',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 500:. 900:x=F 1501:p',
    expected: '+c +c +c c c o o +h',
  },
];

const pybreaker: readonly Trace[] = [
  {
    shows: 'half-open lets everyone out, and a probe that passes after another failed closes the open breaker',
    steps: `${TRIP} 1002:p 1003:q 1004:p=F 1005:q=S 1006:r`,
    expected: `${TRIPPED} +h +h o c +c`,
    isSignature: true,
  },
  {
    shows: 'a late failure in open begins the open time anew',
    steps: `${TRIP} 500:x=F 1002:p 1499:q 1500:r`,
    expected: `${TRIPPED} o -o -o +h`,
    isSignature: true,
  },
  {
    shows: 'with call() the lock lets one out at a time, and who waited is judged when it is free',
    settings: { isSerial: true, n: 1 },
    steps: '0:a 0:b 0:c 5:a=F',
    expected: '+c ~c ~c ob-c-',
    isSignature: true,
  },
  {
    shows: 'with call() who waits goes out one after another',
    settings: { isSerial: true },
    steps: '0:a 0:b 0:c 5:a=S 6:b=F 7:c=F',
    expected: '+c ~c ~c cb+ cc+ o',
  },
  {
    shows: 'with call() the probe holds the lock as well, and its success lets the next one out closed',
    settings: { isSerial: true, n: 1 },
    steps: '0:a 5:a=F 1005:p 1006:q 1007:p=S 1008:q=S',
    expected: '+c o +h ~h cq+ c',
  },
  { shows: 'a success clears the count', steps: '0:a 0:b 0:c 1:a=F 2:b=S 3:c=F', expected: '+c +c +c c c c' },
  {
    shows: 'an excluded failure is a success and clears the count',
    steps: '0:a 0:b 0:c 1:a=F 2:b=I 3:c=F',
    expected: '+c +c +c c c c',
  },
  {
    shows: 'the call that trips it is told that the breaker refused it, and so is the failing probe',
    own: { like: 'pybreaker', throwsNewErrorOnTrip: true },
    steps: '0:a 0:b 1:a=F 2:b=F 1002:p 1003:p=F',
    expected: '+c +c c o! +h o!',
  },
  {
    shows: 'the open time is over at its very end',
    steps: `${TRIP} 1001:p 1002:q`,
    expected: `${TRIPPED} -o +h`,
  },
  {
    shows: 'a late success in open clears the count only',
    steps: `${TRIP} 500:x=S 501:. 1002:p 1003:y=F`,
    // Begun closed, it fails half-open: one failure since the late success, and two are needed.
    expected: `${TRIPPED} o o +h h`,
  },
  {
    shows: 'a late failure half-open opens it again, for opening did not clear the count',
    steps: `${TRIP} 1002:p 1003:x=F`,
    expected: `${TRIPPED} +h o`,
  },
  {
    shows: 'a probe that fails after another has closed it opens it',
    steps: `${TRIP} 1002:p 1003:q 1004:p=S 1005:q=F`,
    expected: `${TRIPPED} +h +h c o`,
  },
  {
    shows: 'so many probes must pass in a row, and opening again loses those that have',
    settings: { probes: 2 },
    steps: `${TRIP} 1002:p 1003:p=S 1004:q 1005:q=F 2005:r 2006:r=S 2007:s 2008:s=S`,
    expected: `${TRIPPED} +h h +h o +h h +h c`,
  },
  {
    shows: 'an excluded probe counts towards closing',
    settings: { probes: 2 },
    steps: `${TRIP} 1002:p 1003:p=I 1004:q 1005:q=S`,
    expected: `${TRIPPED} +h h +h c`,
  },
];

const opossum: readonly Trace[] = [
  {
    shows: 'a timer turns it half-open, without a call',
    steps: '0:a 0:b 1:a=F 2:b=F 1001:. 1002:. 1003:p',
    expected: '+c +c c o o h +h',
    isSignature: true,
  },
  {
    shows: 'calls in flight dilute the share of failures, and equality does not open',
    steps: '0:a 0:b 0:c 0:d 1:a=F 2:b=F 3:c=F',
    expected: '+c +c +c +c c c o',
    isSignature: true,
  },
  {
    shows: 'a call longer than the window fails for nothing that started: more than any percentage',
    settings: { n: 1, share: 1, windowMs: 1000 },
    own: { like: 'opossum', volumeThreshold: 0 },
    steps: '0:a 1500:a=F 1501:b 2500:. 2501:c',
    expected: '+c o -o h +h',
    isSignature: true,
  },
  {
    shows: 'refused calls count as started and dilute what comes after a close, for the window is not cleared',
    settings: { n: 1 },
    steps: '0:a 1:a=F 2:b 3:c 4:d 1001:. 1002:p 1003:p=S 1004:e 1005:e=F 1006:f 1007:f=F',
    // Started: a, b, c, d, p, e; failed: a, e. Then f: 3 of 7.
    expected: '+c o -o -o -o h +h c +c c +c c',
    isSignature: true,
  },
  {
    shows: 'the volume counts what started, and equality is enough',
    steps: '0:a 0:b 1:a=F',
    expected: '+c +c c',
  },
  {
    shows: 'half-open ignores the volume',
    settings: { n: 2 },
    own: { like: 'opossum', buckets: 1, bucketMs: 500 },
    steps: '0:a 0:b 1:a=F 2:b=F 1002:p 1003:p=F',
    expected: '+c +c c o +h o',
  },
];

const cockatiel: readonly Trace[] = [
  {
    shows: 'who comes while the probe is out waits for it, and goes out when it closes',
    steps: `${TRIP} 1002:p 1003:q 1004:r 1005:p=S`,
    expected: `${TRIPPED} +h ~h ~h cq+r+`,
    isSignature: true,
  },
  {
    shows: 'who waits is refused when the probe fails',
    steps: `${TRIP} 1002:p 1003:q 1004:p=F`,
    expected: `${TRIPPED} +h ~h oq-`,
    isSignature: true,
  },
  {
    shows: 'a late failure reopens it, who waits waits on for the probe, whose success then does not close',
    steps: `${TRIP} 1002:p 1003:q 1004:x=F 1005:p=S`,
    expected: `${TRIPPED} +h ~h o oq-`,
    isSignature: true,
  },
  {
    shows: 'a late success cannot close it, but clears the count',
    steps: `${TRIP} 1002:p 1003:x=S 1004:y=F 1005:p=S`,
    expected: `${TRIPPED} +h h h c`,
  },
  {
    shows: 'an unhandled error closes it half-open and leaves the count as it was',
    steps: `${TRIP} 1002:p 1003:p=I 1004:c 1005:c=F`,
    expected: `${TRIPPED} +h c +c o`,
  },
];

const gobreaker: readonly Trace[] = [
  {
    shows: 'the arrival of a dropped late result turns it half-open',
    steps: `${TRIP} 1002:x=S 1003:y=S 1004:p`,
    expected: `${TRIPPED} o h +h`,
    isSignature: true,
  },
  {
    shows: 'results of an earlier generation are dropped, be they good or bad',
    steps: `${TRIP} 1003:p 1004:y=F 1005:x=S 1006:p=S`,
    expected: `${TRIPPED} +h h h c`,
    isSignature: true,
  },
  {
    shows: 'an excluded probe gives its place back, and a late success does not close',
    steps: `${TRIP} 1003:p 1004:p=I 1005:q 1006:r 1007:x=S`,
    expected: `${TRIPPED} +h h +h -h h`,
    isSignature: true,
  },
  {
    shows: 'the timeout is over strictly after its end',
    steps: `${TRIP} 1002:p 1003:q`,
    expected: `${TRIPPED} -o +h`,
  },
  {
    shows: 'more failures in a row than it is told trip it, and a success in between starts anew',
    settings: { n: 6 },
    steps: '0:a 0:b 0:c 0:d 0:e 0:f 0:g 1:a=F 2:b=F 3:c=F 4:d=F 5:e=F 6:f=F',
    expected: '+c +c +c +c +c +c +c c c c c c o',
  },
  {
    shows: 'a success in between starts the count anew',
    steps: '0:a 0:b 0:c 1:a=F 2:b=S 3:c=F',
    expected: '+c +c +c c c c',
  },
  {
    shows: 'an excluded failure neither counts nor ends a run',
    steps: '0:a 0:b 0:c 1:a=F 2:b=I 3:c=F',
    expected: '+c +c +c c c o',
  },
  {
    shows: 'half-open it lets out so many calls and closes after as many successes in a row',
    settings: { probes: 2 },
    steps: `${TRIP} 1003:p 1004:q 1005:r 1006:p=S 1007:s 1008:q=S 1009:t`,
    expected: `${TRIPPED} +h +h -h h -h c +c`,
  },
  {
    shows: 'any failure half-open opens it, and the result of the other probe is dropped',
    settings: { probes: 2 },
    steps: `${TRIP} 1003:p 1004:q 1005:p=F 1006:q=S 2006:r`,
    expected: `${TRIPPED} +h +h o o +h`,
  },
  {
    shows: 'an interval of nothing never forgets',
    steps: '0:a 1:a=F 900000:b 900001:b=F',
    expected: '+c c +c o',
  },
  {
    shows: 'the end of an interval drops the calls in flight across it, even while closed, and the counts',
    own: { like: 'gobreaker', intervalMs: 100 },
    steps: '0:a 0:b 1:a=F 101:b=F 102:c 103:c=F 104:d 105:d=F',
    expected: '+c +c c c +c c +c o',
  },
  {
    shows: 'the interval is over strictly after its end, and the next begins when that is noticed',
    own: { like: 'gobreaker', intervalMs: 100 },
    steps: '0:a 1:a=F 100:b 100:b=F',
    expected: '+c c +c o',
  },
  {
    shows: 'an interval that passed unnoticed begins anew only when it is noticed',
    own: { like: 'gobreaker', intervalMs: 100 },
    // Noticed at 150; so 250 is its end, and the failures at 160 and 250 fall together.
    steps: '150:a 160:a=F 250:b 250:b=F',
    expected: '+c c +c o',
  },
  {
    shows: 'a ratio counts requests in flight, and reaches its limits by equality',
    own: { like: 'gobreaker', trips: { kind: 'ratio', requests: 3, ratio: 0.5 } },
    steps: '0:a 0:b 0:c 0:d 1:a=F 2:b=F',
    expected: '+c +c +c +c c o',
  },
  {
    shows: 'with buckets a result goes into the bucket of its request, and leaves with it',
    own: { like: 'gobreaker', intervalMs: 200, buckets: 2 },
    // a began in the bucket of 0 to 100, b in that of 100 to 200; at 200 the first has left and takes the run’s start along.
    steps: '0:a 110:b 150:a=F 210:b=F 220:c 220:c=F',
    expected: '+c +c c c +c o',
  },
  {
    shows: 'with buckets a result whose bucket has left does not count',
    own: { like: 'gobreaker', intervalMs: 200, buckets: 2 },
    steps: '0:a 210:b 210:b=F 220:a=F 230:c 230:c=F',
    expected: '+c +c c c +c o',
  },
];

const sentinel: readonly Trace[] = [
  {
    shows: 'a success can open it, above the ratio, and the time window is over at its very end',
    settings: { n: 3 },
    steps: '0:a 0:b 0:c 1:a=F 2:b=F 3:c=S 1002:o 1003:p',
    expected: '+c +c +c c c o -o +h',
    isSignature: true,
  },
  {
    shows: 'the interval begins anew at whole multiples of the clock, and equality does not open',
    settings: { windowMs: 1000 },
    steps: '900:a 901:a=F 1100:b 1101:b=F 1102:c 1102:d 1103:c=S 1104:d=F',
    expected: '+c c +c c +c +c c o',
    isSignature: true,
  },
  {
    shows: 'a slow ratio of 1 opens by equality, and a fast failure closes it half-open',
    settings: { slowMs: 50 },
    own: { like: 'sentinel', rule: { kind: 'slow ratio', slowMs: 50, ratio: 1 } },
    steps: '0:a 0:b 60:a=S 61:b=S 1061:p 1062:p=F',
    expected: '+c +c c o +h c',
    isSignature: true,
  },
  {
    shows: 'an error ratio of 1 never opens',
    settings: { share: 1 },
    steps: '0:a 0:b 1:a=F 2:b=F 3:c 4:c=F',
    expected: '+c +c c c +c c',
  },
  { shows: 'below the minimum of requests it judges nothing', steps: '0:a 1:a=F', expected: '+c c' },
  {
    shows: 'one probe goes out, the next call is refused',
    steps: `${TRIP} 1002:p 1002:q`,
    expected: `${TRIPPED} +h -h`,
  },
  { shows: 'a late success closes it half-open', steps: `${TRIP} 1002:p 1003:x=S`, expected: `${TRIPPED} +h c` },
  { shows: 'a late failure opens it again half-open', steps: `${TRIP} 1002:p 1003:x=F`, expected: `${TRIPPED} +h o` },
  {
    shows: 'a failed probe opens it for a whole time window from then on',
    steps: `${TRIP} 1002:p 1500:p=F 2499:q 2500:r`,
    expected: `${TRIPPED} +h o -o +h`,
  },
  {
    shows: 'late results in open move nothing',
    steps: `${TRIP} 500:x=S 600:y=F 1001:o 1002:p`,
    expected: `${TRIPPED} o o -o +h`,
  },
  {
    shows: 'a close forgets what the interval held',
    steps: `${TRIP} 1002:p 1003:p=S 1004:c 1005:c=F`,
    expected: `${TRIPPED} +h c +c c`,
  },
  {
    shows: 'an error count opens above its number',
    own: { like: 'sentinel', rule: { kind: 'error count', count: 2 } },
    steps: '0:a 0:b 0:c 1:a=F 2:b=F 3:c=F',
    expected: '+c +c +c c c o',
  },
  {
    shows: 'an ignored failure is a request without an error',
    steps: '0:a 0:b 1:a=F 2:b=I 3:c 4:c=F',
    // Half of two does not open; two of three do.
    expected: '+c +c c c +c o',
  },
  {
    shows: 'the slow rule heeds no errors while closed',
    own: { like: 'sentinel', rule: { kind: 'slow ratio', slowMs: 50, ratio: 0.5 } },
    steps: '0:a 0:b 1:a=F 2:b=F',
    expected: '+c +c c c',
  },
];

export const TRACES: Readonly<Record<BreakerDialect, readonly Trace[]>> = {
  resilience4j,
  polly,
  hystrix,
  pybreaker,
  opossum,
  cockatiel,
  gobreaker,
  sentinel,
};
