import { LayerKind } from '../../policies/layer';
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
      if (isUnbounded(layer.params))
        found.push(
          atLayer(
            list,
            place,
            `No budget bounds this retry: when the callee fails, every call ${attempts > ENDLESS ? 'is made again and again' : `becomes ${attempts}`}. Add a \`budget\`, such as 20% of the calls.`,
          ),
        );
      return found;
    }),
  );

const untimed = (outside: boolean): string =>
  outside
    ? 'The timeout stands outside this retry: a first try that hangs uses all of it up, and no other is made. Put one inside, below the retry.'
    : 'No timeout stands inside this retry: a try that hangs is waited for without an end, and no other is made. Put one below the retry.';
