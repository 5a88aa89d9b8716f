import { formatDuration, formatShare } from '../kernel/units';
import { isGood, OUTCOME_NAMES, type Outcome } from '../policies/outcome';
import { hasWorkers } from '../scenario/model';
import type { Flow, Latency, Quantiles, ServiceObservations } from './observations';
import type { RunReport } from './report';
import { table } from './table';

/** A run's report for people, in lines of text. */
export function summarise(report: RunReport): string[] {
  const { scenario, seed, simulatedMs, wallMs, events, modelVersion, digest } = report;
  return [
    scenario,
    `${formatDuration(simulatedMs)} simulated in ${formatDuration(wallMs)}, ${whole(events)} events · seed ${seed} · model ${modelVersion} · digest ${digest}`,
    '',
    ...shoppers(report),
    ...messages(report),
    '',
    ...services(report),
    ...duplicates(report),
    '',
    ...calls(report),
    ...breakers(report),
    ...(report.faultsOn.length > 0 ? ['', `Still broken at the end: ${report.faultsOn.join(', ')}`] : []),
  ];
}

const WHY = 'failed by';

function shoppers({ workloads }: RunReport): string[] {
  const rows = workloads.flatMap(({ journeys, ...workload }) => [
    [workload.name, ...flowCells(workload), whole(workload.overdue), '', '', '', why(workload)],
    ...journeys.map((journey) => [
      `  ${journey.name}`,
      ...flowCells(journey),
      whole(journey.overdue),
      ...quantileCells(journey.latencyMs.good),
      why(journey),
    ]),
  ]);
  const head = ['SHOPPERS', 'came', 'ok', 'degraded', 'failed', 'waiting', 'overdue', 'p50', 'p95', 'p99', WHY];
  return withReasons([head, ...rows]);
}

/** What degraded answers said, and to how many. */
function messages({ workloads }: RunReport): string[] {
  const rows = workloads.flatMap(({ name, messages: said }) =>
    said.map(({ text, shoppers: saw }) => [name, whole(saw), text === '' ? 'nothing' : `“${text}”`]),
  );
  return rows.length === 0 ? [] : ['', ...withReasons([['DEGRADED PAGES', 'shoppers', 'said'], ...rows])];
}

/** Workers held, of how many; where cores alone bound what is in service, how many are. */
function busy({ workers, cores, replicas }: Pick<ServiceObservations, 'workers' | 'cores' | 'replicas'>): string {
  const held = sum(replicas.map((replica) => replica.workers.working + replica.workers.waiting));
  return hasWorkers({ workers, cores: cores ?? Infinity }) ? `${held}/${workers * replicas.length}` : `${held}`;
}

function services({ services: all }: RunReport): string[] {
  const rows = all.flatMap(({ endpoints, replicas, ...service }) => [
    [
      service.name,
      ...flowCells(service),
      '',
      '',
      '',
      busy({ ...service, replicas }),
      `${sum(replicas.map(({ queued }) => queued))}/${service.queue * replicas.length}`,
      why(service),
    ],
    ...endpoints.map((endpoint) => [
      `  ${endpoint.name}`,
      ...flowCells(endpoint),
      ms(endpoint.queueWaitMs.p95),
      ms(endpoint.serviceMs.p95),
      ms(worstP95(endpoint.latencyMs)),
      '',
      '',
      why(endpoint),
    ]),
  ]);
  const head = [
    'SERVICES',
    'arrived',
    'ok',
    'degraded',
    'failed',
    'inside',
    'queue p95',
    'service p95',
    'total p95',
    'busy',
    'queued',
    WHY,
  ];
  return withReasons([head, ...rows]);
}

/** What was done twice and must not be. */
function duplicates({ services: all }: RunReport): string[] {
  const rows = all.flatMap(({ name, endpoints }) =>
    endpoints
      .filter((endpoint) => endpoint.duplicates > 0)
      .map((endpoint) => [`${name}.${endpoint.name}`, whole(endpoint.duplicates)]),
  );
  return rows.length === 0 ? [] : ['', ...table([['DONE AGAIN FOR THE SAME CALL', 'times'], ...rows])];
}

function calls({ links }: RunReport): string[] {
  const rows = links.flatMap(({ routes }) =>
    routes.map(({ name, calls: made, attempts, latencyMs }) => [
      name,
      ...flowCells(made),
      whole(attempts.arrivals),
      ms(latencyMs.good.p95),
      ms(latencyMs.failed.p95),
      why(made),
    ]),
  );
  const head = ['CALLS', 'made', 'ok', 'degraded', 'failed', 'waiting', 'attempts', 'good p95', 'failed p95', WHY];
  return withReasons([head, ...rows]);
}

function breakers({ breakers: all, simulatedMs }: RunReport): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ list, layer, instance, state, seen, windowSize, failureRate, openUntilMs }) => [
    `${list}: ${layer}`,
    `replica ${instance + 1}`,
    state,
    windowSize > 0 ? `${seen} of ${windowSize}` : whole(seen),
    Number.isNaN(failureRate) ? '–' : formatShare(failureRate),
    state === 'open' ? `for ${formatDuration(Math.max(0, openUntilMs - simulatedMs))} more` : '',
  ]);
  return ['', ...table([['BREAKERS', 'of', 'state', 'calls seen', 'failed', ''], ...rows], 3)];
}

/** Arrivals; answered in full (ok); degraded; failed; still inside. */
function flowCells({ arrivals, outcomes, inFlight }: Flow): string[] {
  const failed = OUTCOME_NAMES.filter((_, outcome) => !isGood(outcome as Outcome));
  return [arrivals, outcomes.ok, outcomes.degraded, sum(failed.map((name) => outcomes[name])), inFlight].map(whole);
}

/** The failures by name, the most frequent first. */
const why = ({ outcomes }: Flow): string =>
  OUTCOME_NAMES.filter((name, outcome) => !isGood(outcome as Outcome) && outcomes[name] > 0)
    .sort((a, b) => outcomes[b] - outcomes[a])
    .map((name) => `${name} ${whole(outcomes[name])}`)
    .join(', ');

/** A table whose last column is text, to the left; gone if nothing stands in it. */
function withReasons(rows: readonly (readonly string[])[]): string[] {
  const figures = table(rows.map((row) => row.slice(0, -1)));
  const reasons = rows.map((row) => row.at(-1)!);
  if (reasons.slice(1).every((reason) => reason === '')) return figures;
  const width = Math.max(...figures.map((line) => line.length));
  return figures.map((line, index) => `${line.padEnd(width)}   ${reasons[index]}`.trimEnd());
}

const quantileCells = ({ p50, p95, p99 }: Quantiles): string[] => [p50, p95, p99].map(ms);

const worstP95 = ({ good, failed }: Latency): number | null =>
  good.p95 === null && failed.p95 === null ? null : Math.max(good.p95 ?? 0, failed.p95 ?? 0);

const ms = (value: number | null): string => (value === null ? '–' : formatDuration(value));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** 12345 as "12,345". */
const whole = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
