import { constant } from '../../kernel/distribution';
import type { JourneyModel, JourneyStep, WorkloadModel } from '../model';
import type { ScenarioSource } from '../schema/scenario';
import type { Context } from './context';
import type { Directory } from './directory';
import type { Network } from './network';

const DEFAULT_ANSWER_WITHIN_MS = 1000;
const SHARE_TOLERANCE = 1e-9;

export function workloadModels(source: ScenarioSource, context: Context): WorkloadModel[] {
  const entries = Object.entries(source.workloads);
  if (entries.length === 0 && !context.isPartial(['workloads']))
    context.report(['workloads'], 'There must be at least one workload.');
  return entries.map(([name, workload]) => {
    if (Object.hasOwn(source.services, name))
      context.report(
        ['workloads', name],
        `A service is called \`${name}\` too; both can call, so their names must differ.`,
        'key',
      );
    const patienceMs = workload.patience ?? Infinity;
    const answerWithinMs = workload['answer within'] ?? Math.min(DEFAULT_ANSWER_WITHIN_MS, patienceMs);
    if (answerWithinMs > patienceMs)
      context.report(
        ['workloads', name, 'answer within'],
        'Nobody waits that long: this must not be longer than `patience`.',
      );
    const { rate, arrivals, users = [], think = constant(0) } = workload;
    return {
      name,
      rate: rate?.pieces ?? [],
      ratePeriodMs: rate?.periodMs ?? Infinity,
      isEven: arrivals?.isEven ?? false,
      bursts: arrivals?.bursts ?? [],
      users,
      think,
      script: [],
      zone: workload.zone ?? null,
      patienceMs,
      answerWithinMs,
    };
  });
}

/** The journeys of all workloads, each with its route. */
export function journeyModels(
  source: ScenarioSource,
  directory: Directory,
  network: Network,
  context: Context,
): JourneyModel[] {
  const workloadOf = new Map<string, string>();
  return Object.entries(source.workloads).flatMap(([workloadName, { journeys, priority: usual }], workload) => {
    checkShares(workloadName, journeys, context);
    return Object.entries(journeys).flatMap(([name, { share, steps, priority = usual }]) => {
      const path = ['workloads', workloadName, 'journeys', name];
      const other = workloadOf.get(name);
      if (other !== undefined)
        context.report(
          path,
          `\`${other}\` has a journey \`${name}\` too; checks find journeys by name, so they must differ.`,
          'key',
        );
      workloadOf.set(name, workloadName);
      const found = steps.flatMap(({ target, think, item }): JourneyStep[] => {
        const endpoint = directory.endpoint(target, item === null ? [...path, 'start'] : [...path, 'steps', item]);
        if (endpoint === null) return [];
        return [{ route: network.route({ kind: 'workload', index: workload }, endpoint), think }];
      });
      return found.length > 0 ? [{ name, workload, priority, share, steps: found }] : [];
    });
  });
}

function checkShares(
  workload: string,
  journeys: ScenarioSource['workloads'][string]['journeys'],
  context: Context,
): void {
  const path = ['workloads', workload, 'journeys'];
  const shares = Object.values(journeys).map((journey) => journey.share);
  if (context.isPartial(path)) return;
  if (shares.length === 0) return context.report(path, `\`${workload}\` needs at least one journey.`);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (Math.abs(total - 1) > SHARE_TOLERANCE)
    context.report(path, `The shares add up to ${Number((total * 100).toFixed(6))}%; they must add up to 100%.`);
}
