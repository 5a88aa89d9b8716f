import { LayerKind } from '../../policies/layer';
import type { OutlierParams } from '../../policies/outliers/params';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Ejections that never take place, and those that panic undoes at once. */
export const reviewOutliers = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) => {
    const { link } = model.routes[plan.listOfRoute.indexOf(list)]!;
    const { name } = model.services[model.links[link]!.to]!;
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.outliers) return [];
      const words = remark(name, layer.params);
      return words === null ? [] : [atLayer(list, place, words)];
    });
  });

function remark(callee: string, params: OutlierParams): string | null {
  const { hosts, mostPercent, alwaysOne, panicPercent } = params;
  if (hosts === 1) return `${callee} has one replica: with that one ejected there is none to ask in its place.`;
  if (!canJudge(params))
    return `Nothing ejects here: failures in a row are off, and the rates need more replicas than the ${hosts} of ${callee}.`;
  if (100 / hosts > mostPercent && !alwaysOne)
    return `This never ejects: one of the ${hosts} replicas of ${callee} is ${percent(100 / hosts)}, and \`at most\` ${percent(mostPercent)} may be out. Say \`at most: ${Math.ceil(100 / hosts)}%\`, or \`always one: yes\`.`;
  const left = (100 * (hosts - 1)) / hosts;
  if (left < panicPercent)
    return `Panic undoes every ejection: with one of the ${hosts} replicas of ${callee} out, ${percent(left)} are left, less than the ${percent(panicPercent)} of \`panic below\`, so all are asked. Lower it.`;
  return null;
}

const canJudge = ({ hosts, consecutive, gatewayConsecutive, ofWay, ...rates }: OutlierParams): boolean =>
  consecutive > 0 ||
  gatewayConsecutive > 0 ||
  canJudgeByRates(hosts, rates) ||
  (ofWay !== null && (ofWay.consecutive > 0 || canJudgeByRates(hosts, ofWay)));

const canJudgeByRates = (
  hosts: number,
  { successRate, failurePercentage }: Pick<OutlierParams, 'successRate' | 'failurePercentage'>,
): boolean =>
  (successRate !== null && successRate.hosts <= hosts) ||
  (failurePercentage !== null && failurePercentage.hosts <= hosts);

const percent = (value: number): string => `${Number(value.toFixed(1))}%`;
