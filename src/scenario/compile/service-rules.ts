import { FIFO } from '../../policies/queue-discipline';
import type { Ground, IntakeModel, ServiceKind, ServiceRules } from '../model';
import type { EditedServices } from '../schema/service-rules';
import type { Context } from './context';
import type { Directory } from './directory';

/** What a text says of one service; of a scenario's, everything but what may be left out. */
type RulesSource = EditedServices[string];

/** What comes of a text about a service with these rules: what it does not say stays. */
export function rulesWith(source: RulesSource, rules: ServiceRules): ServiceRules {
  const { queue, shed, limit, 'retry after': retryAfterMs = rules.retryAfterMs } = source;
  const before = rules.intake ?? { order: FIFO, shed: null, limit: null };
  const intake: IntakeModel = {
    order: queue?.order ?? before.order,
    shed: shed === undefined ? before.shed : shed,
    limit: limit === undefined ? before.limit : limit,
  };
  return { queue: queue?.size ?? rules.queue, intake: isUsual(intake) ? null : intake, retryAfterMs };
}

/** So that it costs nothing. */
const isUsual = ({ order, shed, limit }: IntakeModel): boolean =>
  order.discipline === 'fifo' && shed === null && limit === null;

/** A queue keeps every message, in order. */
export function checkRules(name: string, kind: ServiceKind, source: RulesSource, context: Context): void {
  if (kind !== 'queue') return;
  for (const key of ['shed', 'limit'] as const) {
    if (source[key] !== undefined && source[key] !== null)
      context.report(
        ['services', name, key],
        `A queue turns nobody away while it has room; \`${key}\` is for services.`,
        'key',
      );
  }
  if (source.queue !== undefined && source.queue.order.discipline !== 'fifo')
    context.report(
      ['services', name, 'queue', 'discipline'],
      'A queue delivers in order and drops nothing; its discipline is fifo.',
    );
}

/** What a text of policies says of services; null: nothing, and it is as the model says. */
export function editedRules(
  source: EditedServices,
  { services }: Pick<Ground, 'services'>,
  directory: Directory,
  context: Context,
): (ServiceRules | null)[] {
  const rules: (ServiceRules | null)[] = services.map(() => null);
  for (const [name, edited] of Object.entries(source)) {
    const service = directory.service(name, ['services', name], 'key');
    if (service === null) continue;
    checkRules(name, services[service]!.kind, edited, context);
    rules[service] = rulesWith(edited, services[service]!);
  }
  return rules;
}
