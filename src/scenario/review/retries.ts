import { longestWaitsMs } from '../../policies/backoff';
import { isGate, LayerKind, type Layer } from '../../policies/layer';
import type { RetryParams } from '../../policies/retry';
import { atLayer, type Finding, type Reviewed } from './finding';
import { ENDLESS, isUnbounded } from './worst-case';

/** Retries that wait for ever on one try, and retries that nothing but their number holds back. */
export const reviewRetries = ({ plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) =>
    layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.retry || layer.params.attempts < 2) return [];
      const { attempts } = layer.params;
      const isTimed = (from: number, to: number) =>
        layers.slice(from, to).some(({ kind }) => kind === LayerKind.timeout);
      const found: Finding[] = [];
      if (!isTimed(place + 1, layers.length)) found.push(atLayer(list, place, untimed(isTimed(0, place))));
      if (neverRests(layer.params)) {
        const inner = layers.slice(place + 1).find(isGate);
        found.push(atLayer(list, place, restless(attempts, inner)));
      }
      if (isUnbounded(layer.params))
        found.push(
          atLayer(
            list,
            place,
            `No budget bounds this retry: when the callee fails, every call ${becomes(attempts, inside(layers, place))}. Add a \`budget\`, such as 20% of the calls.`,
          ),
        );
      return found;
    }),
  );

/** Tries without end, and nothing between them. */
const neverRests = ({ attempts, backoff, budget }: RetryParams): boolean =>
  attempts > ENDLESS && budget === null && longestWaitsMs(backoff, ENDLESS) === 0;

function restless(attempts: number, inner: Layer | undefined): string {
  const tries = `${String(attempts).replace(/\B(?=(\d{3})+$)/g, ',')} tries are`;
  const when =
    inner === undefined
      ? `while the callee fails at once, ${tries} made of one call, each as soon as the last has failed`
      : `when \`${inner.name}\` inside it refuses a call, ${tries} made of it in one instant`;
  return `This retry neither stops nor waits: ${when}. Say how often it tries (\`stop_after_attempt\`, \`maxAttempts\`) and how long it waits.`;
}

/** How often retries inside this one try for each of its own tries. */
const inside = (layers: readonly Layer[], place: number): number =>
  layers
    .slice(place + 1)
    .reduce(
      (tries, layer) =>
        layer.kind === LayerKind.retry && isUnbounded(layer.params) ? tries * layer.params.attempts : tries,
      1,
    );

function becomes(attempts: number, times: number): string {
  if (attempts * times > ENDLESS) return 'is made again and again';
  return times === 1
    ? `becomes ${attempts}`
    : `becomes ${attempts} x ${times} = ${attempts * times}, for there is a retry inside it`;
}

const untimed = (outside: boolean): string =>
  outside
    ? 'The timeout stands outside this retry: a first try that hangs uses all of it up, and no other is made. Put one inside, below the retry.'
    : 'No timeout stands inside this retry: a try that hangs is waited for without an end, and no other is made. Put one below the retry.';
