import type { BreakerDialect } from '../../../../src/policies/breaker';
import { cockatielBackoff } from './libraries';
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
    shows: 'an open time that is drawn lies a share around what it would be, cut to whole milliseconds',
    own: { like: 'resilience4j', openForMs: 11, openJitterShare: 0.5 },
    settings: { n: 1 },
    draw: 0.75,
    // From 5.5 to 16.5 ms, three quarters of the way: 13.75.
    steps: '0:a 0:a=F 13:b 14:c',
    expected: '+c o -o +h',
  },
  {
    shows: 'the open time grows without what was drawn, and is capped after the draw',
    own: { like: 'resilience4j', openForMs: 10, openGrowth: 2, openJitterShare: 0.5, openForMostMs: 28 },
    settings: { n: 1 },
    draw: 0.9,
    // Drawn at 1.4 times 10, 20 and 40 ms: 14, 28, and 56 capped to 28.
    steps: '0:a 0:a=F 14:b 15:c 15:c=F 43:d 44:e 44:e=F 72:f 73:g',
    expected: '+c o -o +h o -o +h o -o +h',
  },
  {
    shows: 'a late result after the open time moves nothing',
    steps: `${TRIP} 1100:x=S 1101:.`,
    expected: `${TRIPPED} o o`,
  },
];

const polly: readonly Trace[] = [
  {
    shows:
      'a break is as long as the generator says for the half-opens since the last close, the last one for all further',
    own: { like: 'polly', breaksMs: [1000, 2000, 4000] },
    steps: `${TRIP} 1002:p 1003:p=F 3002:o 3003:q 3004:q=F 7003:o 7004:r 7005:r=F 11004:o 11005:s`,
    expected: `${TRIPPED} +h o -o +h o -o +h o -o +h`,
  },
  {
    shows: 'a close begins the breaks anew',
    own: { like: 'polly', breaksMs: [1000, 2000] },
    steps: `${TRIP} 1002:p 1003:p=F 3003:q 3004:q=S 3005:c 3005:d 3006:c=F 3007:d=F 4006:o 4007:r`,
    expected: `${TRIPPED} +h o +h c +c +c c o -o +h`,
  },
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
  {
    shows: 'call() of an async def sees a coroutine made, and never trips',
    settings: { n: 1 },
    own: { like: 'pybreaker', hearsResults: false, isSerial: true },
    steps: '0:a 0:b 5:a=F 6:b=F 7:c',
    expected: '+c +c c c +c',
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
  {
    shows: 'a result that comes just before the reset timer of its instant finds it open and is only counted',
    steps: '0:x 0:a 0:b 1:a=F 1:b=F 1001<x=S 1001:p',
    expected: '+c +c +c c o o +h',
  },
  {
    shows: 'a result that comes just after the reset timer of its instant closes it',
    steps: '0:x 0:a 0:b 1:a=F 1:b=F 1001:x=S 1001:p',
    expected: '+c +c +c c o c +c',
  },
  {
    shows: 'a call that comes just before the reset timer of its instant is refused, the next one is the probe',
    steps: '0:a 0:b 1:a=F 1:b=F 1001<p 1001:q 1001:r',
    expected: '+c +c c o -o +h -h',
  },
  {
    shows: 'a failure that ends as a bucket turns belongs to the bucket that begins',
    settings: { n: 1, windowMs: 1000, share: 0.99 },
    // Ten buckets of 100 ms. The call of 50 is forgotten at 1000, the one of 150 is not: 1 failure of 1.
    steps: '50:a 150:b 999:. 1000:a=F 1001:c',
    expected: '+c +c c o -o',
  },
  {
    shows: 'a late success closes it half-open while the probe is out',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 1002:p 1003:x=S 1004:c',
    expected: '+c +c +c c o +h c +c',
  },
  {
    shows: 'a late failure half-open opens it for a whole reset time from then on',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 1002:p 1003:x=F 2002:. 2003:q',
    expected: '+c +c +c c o +h o o +h',
  },
  {
    shows: 'a late failure in open does not prolong the reset time',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 500:x=F 1001:. 1002:.',
    expected: '+c +c +c c o o o h',
  },
  {
    shows: 'a late failure after it has closed again is judged and trips it',
    steps: '0:a 0:b 0:x 1:a=F 2:b=F 1002:p 1003:p=S 1004:x=F',
    expected: '+c +c +c c o +h c o',
  },
  {
    shows: 'every call but the probe is refused half-open, until it has closed',
    steps: '0:a 0:b 1:a=F 2:b=F 1002:p 1003:q 1004:p=S 1005:r',
    expected: '+c +c c o +h -h c +c',
  },
  {
    shows: 'a filtered failure is a success: it dilutes while closed and closes half-open',
    steps: '0:a 0:b 0:c 0:d 1:a=I 2:b=F 3:c=F 4:d=F 1004:p 1005:p=I',
    expected: '+c +c +c +c c c c o +h c',
  },
  {
    shows: 'it trips by nothing until its first window is over, and by what is left of that afterwards',
    settings: { n: 1 },
    own: { like: 'opossum', warmUpMs: 10_000 },
    steps: '0:a 1:a=F 9998:b 9999:b=F 10000:c 10000:c=F',
    expected: '+c c +c c +c o',
  },
  {
    shows: 'disabled it lets everyone out and counts them, but hears no result of what began so',
    steps: '0:a 0:b 1:hold 2:a=F 3:c 4:free 5:c=F 6:b=F',
    expected: '+c +c d d +d c c o',
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
  {
    shows: 'the wait is over at its very end',
    steps: `${TRIP} 1001:p 1002:q`,
    expected: `${TRIPPED} -o +h`,
  },
  {
    shows: 'a call that comes just before the result of its instant waits, one that comes just after goes out',
    steps: `${TRIP} 1002:p 1003:q 1003:p=S 1003:r`,
    expected: `${TRIPPED} +h ~h cq+ +c`,
  },
  {
    shows: 'who waits is let out when the probe ends by an error that is not handled',
    steps: `${TRIP} 1002:p 1003:q 1004:p=I`,
    expected: `${TRIPPED} +h ~h cq+`,
  },
  {
    shows: 'a late failure in open does not prolong the wait, and a late success there clears the count',
    steps: `${TRIP} 500:y=S 501:x=F 1001:o 1002:p`,
    expected: `${TRIPPED} o o -o +h`,
  },
  {
    shows: 'after a late success in open a late failure half-open does not reopen it',
    steps: `${TRIP} 500:x=S 1002:p 1003:y=F 1004:p=S`,
    expected: `${TRIPPED} o +h h c`,
  },
  {
    shows: 'the success of an earlier probe closes it while another probe is out, whose failure then opens it',
    steps: `${TRIP} 1002:p 1003:x=F 2003:q 2004:p=S 2005:q=F`,
    expected: `${TRIPPED} +h o +h c o`,
  },
  {
    shows: 'with no wait after the first, the first who waited is the next probe and the others wait for it',
    own: { like: 'cockatiel', openForMs: [1000, 0] },
    steps: `${TRIP} 1002:p 1003:q 1004:r 1005:p=F 1006:q=S`,
    expected: `${TRIPPED} +h ~h ~h hq+ cr+`,
  },
  {
    shows: 'a list of waits goes on with each failed probe and begins anew after a close',
    own: { like: 'cockatiel', openForMs: [100, 500] },
    steps: `${TRIP} 102:p 103:p=F 602:o 603:q 604:q=S 605:a 605:b 606:a=F 607:b=F 706:o 707:r`,
    expected: `${TRIPPED} +h o -o +h c +c +c c o -o +h`,
  },
  {
    shows: 'an exponential wait doubles with each failed probe up to its longest',
    own: { like: 'cockatiel', openBackoff: cockatielBackoff('none', 100, 300) },
    steps: `${TRIP} 101:o 102:p 102:p=F 301:o 302:q 302:q=F 601:o 602:r 602:r=F 901:o 902:s`,
    expected: `${TRIPPED} -o +h o -o +h o -o +h o -o +h`,
  },
  {
    shows: 'full jitter draws each wait from nothing up to what it would be, cut to whole milliseconds',
    own: { like: 'cockatiel', openBackoff: cockatielBackoff('full', 101, 1000) },
    draw: 0.5,
    steps: `${TRIP} 51:o 52:p 52:p=F 152:o 153:q`,
    expected: `${TRIPPED} -o +h o -o +h`,
  },
  {
    shows: 'decorrelated jitter starts with the sixth part of an exponent, and its next wait grows from that',
    own: { like: 'cockatiel', openBackoff: cockatielBackoff('smooth', 1000, 30_000) },
    draw: 0.5,
    // f(1/2) = 2^0.5 tanh 2^0.5 = 1.2563, f(3/2) = 2^1.5 tanh 6^0.5 = 2.7865: waits of 897.4 and 1093.0 ms.
    steps: `${TRIP} 899:o 900:p 900:p=F 1993:o 1994:q`,
    expected: `${TRIPPED} -o +h o -o +h`,
  },
  {
    shows: 'isolated it refuses all and still counts, and is closed when let go',
    steps: '0:a 1:hold 2:b 3:a=F 4:free 5:c 6:c=F',
    expected: '+c i -i i c +c o',
  },
  {
    shows: 'who waits for the probe is refused if it has been isolated meanwhile',
    steps: `${TRIP} 1002:p 1003:q 1004:hold 1005:p=S`,
    expected: `${TRIPPED} +h ~h i iq-`,
  },
  {
    shows: 'a count opens above the threshold of the newest calls, and not at it',
    own: { like: 'cockatiel', counts: { kind: 'count', size: 4, threshold: 0.5, minimumCalls: 4 } },
    steps: '0:a 0:b 0:c 0:d 0:e 1:a=S 2:b=S 3:c=F 4:d=F 5:e=F',
    expected: '+c +c +c +c +c c c c c o',
  },
  {
    shows: 'the success of the probe stands in the count after a close',
    own: { like: 'cockatiel', counts: { kind: 'count', size: 2, threshold: 0.5, minimumCalls: 2 } },
    steps: '0:a 0:b 1:a=F 2:b=F 1002:p 1003:p=S 1004:c 1005:c=F 1006:d 1007:d=F',
    expected: '+c +c c o +h c +c c +c o',
  },
  {
    shows: 'sampling turns one part a result, so that a failure of an hour ago still counts',
    own: {
      like: 'cockatiel',
      counts: { kind: 'sampling', threshold: 0.5, parts: 5, partMs: 200, minimumPerMs: 0.002 },
    },
    steps: '0:a 1:a=F 3600000:b 3600001:b=F',
    expected: '+c c +c o',
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
