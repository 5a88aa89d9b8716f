import { DistributionKind } from '../kernel/distribution';
import type { Memory } from '../kernel/memory';
import type { Model, PlannedCall } from '../scenario/model';
import type { Addresses } from './addresses';
import type { Layout } from './observation/layout';
import { Link, Planned, Program, Route, Stage, Station } from './records';
import { NONE } from './tables';

/** Writes a model into the memory: its records as they are before anything has happened. */
export function furnish(memory: Memory, model: Model, layout: Layout, addresses: Addresses): void {
  model.services.forEach(({ replicas, workers, mode, queue }, service) => {
    for (let replica = 0; replica < replicas; replica++) {
      const station = addresses.replica(service, replica);
      emptyStation(memory, station);
      memory.words[station + Station.service] = service;
      memory.words[station + Station.replica] = replica;
      memory.words[station + Station.workers] = workers;
      memory.words[station + Station.threaded] = mode === 'threaded' ? 1 : 0;
      memory.words[station + Station.queueCapacity] = queue;
    }
  });
  model.workloads.forEach((_, workload) => emptyStation(memory, addresses.workload(workload)));
  model.links.forEach(({ to, latency }, index) => {
    const { words, numbers } = memory;
    const link = addresses.link(index);
    words[link + Link.firstStation] = addresses.replica(to, 0);
    words[link + Link.replicas] = model.services[to]!.replicas;
    words[link + Link.silentHead] = NONE;
    words[link + Link.silentTail] = NONE;
    words[link + Link.index] = index;
    numbers[(link + Link.constantMs) >> 1] = latency.kind === DistributionKind.constant ? latency.a : NaN;
  });
  model.routes.forEach(({ link, endpoint }, index) => {
    const { words } = memory;
    const route = addresses.route(index);
    words[route + Route.link] = addresses.link(link);
    words[route + Route.program] = addresses.endpoint(endpoint);
    words[route + Route.calls] = layout.calls(index);
    words[route + Route.attempts] = layout.attempts(index);
    words[route + Route.sketch] = layout.routeSketch(index);
    words[route + Route.index] = index;
  });
  model.endpoints.forEach(({ stages }, index) => {
    const program = addresses.endpoint(index);
    writeStages(memory, addresses, program, stages);
    memory.words[program + Program.counts] = layout.visit(index, 0);
    memory.words[program + Program.sketch] = layout.endpointSketch(index);
    memory.words[program + Program.index] = index;
  });
  model.journeys.forEach(({ route }, index) => {
    const program = addresses.journey(index);
    writeStages(memory, addresses, program, [[{ route, probability: 1, optional: false }]]);
    memory.words[program + Program.counts] = layout.journey(index);
    memory.words[program + Program.sketch] = layout.journeySketch(index);
    memory.words[program + Program.index] = index;
  });
}

function emptyStation({ words, numbers }: Memory, station: number): void {
  words[station + Station.service] = NONE;
  words[station + Station.queueHead] = NONE;
  words[station + Station.queueTail] = NONE;
  words[station + Station.servedHead] = NONE;
  words[station + Station.servedTail] = NONE;
  numbers[(station + Station.slowdown) >> 1] = 1;
}

function writeStages(
  memory: Memory,
  addresses: Addresses,
  program: number,
  stages: readonly (readonly PlannedCall[])[],
): void {
  const firstStage = memory.reserve(stages.length * Stage.WORDS);
  memory.words[program + Program.firstStage] = firstStage;
  memory.words[program + Program.endStage] = firstStage + stages.length * Stage.WORDS;
  let place = 0;
  stages.forEach((calls, s) => {
    const first = memory.reserve(calls.length * Planned.WORDS);
    const { words, numbers } = memory;
    const stage = firstStage + s * Stage.WORDS;
    words[stage + Stage.firstCall] = first;
    words[stage + Stage.endCall] = first + calls.length * Planned.WORDS;
    calls.forEach(({ route, probability, optional }, n) => {
      const planned = first + n * Planned.WORDS;
      words[planned + Planned.route] = addresses.route(route);
      words[planned + Planned.place] = place++;
      words[planned + Planned.optional] = optional ? 1 : 0;
      numbers[(planned + Planned.probability) >> 1] = probability;
    });
  });
}
