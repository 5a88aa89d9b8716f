import { bitsOfName } from '../kernel/keys';
import { Rows } from '../kernel/rows';
import { blockSizeOf, hasAlarms, initBlock, isGate, layoutOf, type Layer } from '../policies/layer';
import type { PolicyList, PolicyPlan, ServiceRules } from '../scenario/model';
import { Arena, type SavedArena } from './arena';
import { ListVersion, savedCell, type SavedCell, type SavedVersion } from './list-version';
import { PassedCalls, passesAtOnce } from './passage';
import { Gate, NO_LAYER, type Cell, type PlacedLayer } from './placed-layer';

export interface SavedPolicies {
  readonly arena: SavedArena;
  readonly versions: readonly (SavedVersion | null)[];
  /** Of each of these; 0 of none. */
  readonly users: readonly number[];
  /** The version of each route, -1: none. */
  readonly currentOfRoute: readonly number[];
  readonly services: readonly (ServiceRules | null)[];
  readonly plan: number;
  /** After how long calls that passed all at once are timed out, by number. */
  readonly passedMs: readonly number[];
}

/**
 * The policies of every route, in versions. New calls take the current version, calls in flight keep theirs; a version
 * is forgotten when its last call ends, and no older one has calls left that pass gates by what it says. State passes to
 * the layer of the same kind and name in the new version of the same list (else the same place among its kind) if its
 * layout is unchanged; otherwise it starts fresh.
 */
export class PolicyStore {
  versions: (ListVersion | null)[] = [];
  /** For each route; null: no policies. */
  declare readonly currentOfRoute: (ListVersion | null)[];
  readonly arena = new Arena();
  /** Of all layers that have some; those not in use have no layer. */
  readonly gates = new Rows((number) => new Gate(number));
  /** What the plan says of each service; null: nothing. */
  services: readonly (ServiceRules | null)[] = [];
  /** Number of the plan in force. */
  plan = 0;
  /** Of all lists, by number. */
  passed: PassedCalls[] = [];

  constructor(plan: PolicyPlan, nowMs: number) {
    this.currentOfRoute = plan.listOfRoute.map(() => null);
    this.apply(plan, nowMs);
  }

  /** Puts a plan in force; returns the layers (`key: name`) that had state which could not be handed on. */
  apply(plan: PolicyPlan, nowMs: number): string[] {
    const old = this.current();
    const fresh: string[] = [];
    this.plan++;
    const versions = plan.lists.map((list) => this.add(list, old.get(list.key), nowMs, fresh));
    plan.listOfRoute.forEach((list, route) => {
      this.currentOfRoute[route] = list < 0 ? null : versions[list]!;
    });
    for (const version of old.values()) this.release(version);
    this.services = plan.services;
    return fresh;
  }

  release(version: ListVersion): void {
    if (--version.users === 0 && !speaks(version)) this.forget(version);
  }

  private forget(version: ListVersion): void {
    if (version.passage !== null) this.arena.give(version.passage.at, version.list.instances);
    for (const { cell } of version.layers) {
      if (--cell.owners > 0) continue;
      this.arena.give(cell.at, cell.size * version.list.instances);
      for (const gate of cell.gates) {
        gate.placed = NO_LAYER;
        gate.passage = null;
        this.gates.give(gate);
      }
    }
    this.versions[version.number] = null;
    for (const other of this.versions) {
      if (other !== null && other.users === 0 && !speaks(other)) this.forget(other);
    }
  }

  /** The versions in force, by key. */
  current(): Map<string, ListVersion> {
    return new Map(
      this.versions.flatMap((version) =>
        version !== null && version.plan === this.plan ? [[version.list.key, version]] : [],
      ),
    );
  }

  save(): SavedPolicies {
    return {
      arena: this.arena.save(),
      versions: this.versions.map((version) => version && version.saved),
      users: this.versions.map((version) => version?.users ?? 0),
      currentOfRoute: this.currentOfRoute.map((version) => version?.number ?? -1),
      services: this.services,
      plan: this.plan,
      passedMs: this.passed.map(({ afterMs }) => afterMs),
    };
  }

  /** The rows of the gates are there already; here they learn again whose they are. */
  load(saved: SavedPolicies): void {
    for (const gate of this.gates.all) gate.placed = NO_LAYER;
    this.arena.load(saved.arena);
    const passed = saved.passedMs.map((afterMs) => this.passedWithin(afterMs));
    passed.forEach((calls, number) => (calls.number = number));
    this.passed = passed;
    this.versions = this.restored(saved);
    const inOrder = this.versions.filter((version) => version !== null).sort((one, other) => one.plan - other.plan);
    for (const version of inOrder) placeGates(version);
    saved.currentOfRoute.forEach((version, route) => {
      this.currentOfRoute[route] = version < 0 ? null : this.versions[version]!;
    });
    this.services = saved.services;
    this.plan = saved.plan;
  }

  /** The versions of a snapshot. Most are there still and need not be made again: no edit came between. */
  private restored({ versions, users }: SavedPolicies): (ListVersion | null)[] {
    const kept = versions.map((version, number) => {
      const present = this.versions[number] ?? null;
      return version !== null && present?.saved === version ? present : null;
    });
    const cells = new Map<number, Cell>();
    for (const version of kept) {
      for (const { cell } of version?.layers ?? []) if (cell.size > 0) cells.set(cell.at, cell);
    }
    const cellOf = ({ at, size, gates }: SavedCell): Cell => {
      const known = size === 0 ? undefined : cells.get(at);
      if (known !== undefined) return known;
      const cell = { at, size, gates: gates.map((number) => this.gates.all[number]!), owners: 0 };
      if (size > 0) cells.set(at, cell);
      return cell;
    };
    const restored = versions.map((version, number) =>
      version === null ? null : (kept[number] ?? this.made(number, version, version.cells.map(cellOf))),
    );
    for (const version of restored) version?.layers.forEach(forgetState);
    restored.forEach((version, number) => {
      if (version === null) return;
      version.users = users[number]!;
      for (const { cell } of version.layers) cell.owners++;
    });
    return restored;
  }

  private add(list: PolicyList, old: ListVersion | undefined, nowMs: number, fresh: string[]): ListVersion {
    // Beside the state of the layers, which is read at the same time.
    const passageAt = passesAtOnce(list.layers) ? this.arena.take(list.instances) : -1;
    const cells = list.layers.map((layer, place) => this.cellFor(list, layer, place, old, nowMs, fresh));
    const hole = this.versions.indexOf(null);
    const saved = { list, plan: this.plan, cells: cells.map(savedCell), passageAt };
    const version = this.made(hole < 0 ? this.versions.length : hole, saved, cells);
    this.versions[version.number] = version;
    placeGates(version);
    if (old !== undefined) this.noteCalm(old);
    this.noteCalm(version);
    return version;
  }

  private made(number: number, saved: SavedVersion, cells: readonly Cell[]): ListVersion {
    return new ListVersion(number, saved, cells, (afterMs) => this.passedWithin(afterMs));
  }

  private passedWithin(afterMs: number): PassedCalls {
    const known = this.passed.find((calls) => calls.afterMs === afterMs);
    if (known !== undefined) return known;
    const calls = new PassedCalls(this.passed.length, afterMs);
    this.passed.push(calls);
    return calls;
  }

  /** Whose gates are another version's now, or have just become its own. */
  private noteCalm({ passage, list }: ListVersion): void {
    if (passage === null) return;
    for (let instance = 0; instance < list.instances; instance++) {
      this.arena.numbers[passage.at + instance] = passage.calmWithinMs(instance);
    }
  }

  private cellFor(
    list: PolicyList,
    layer: Layer,
    place: number,
    old: ListVersion | undefined,
    nowMs: number,
    fresh: string[],
  ): Cell {
    const size = blockSizeOf(layer);
    if (size === 0) return { at: 0, size, gates: [], owners: 1 };
    const before = old === undefined ? -1 : counterpart(old.list.layers, list.layers, layer, place);
    if (old !== undefined && before >= 0) {
      const { layer: other, cell } = old.layers[before]!;
      if (layoutOf(other) === layoutOf(layer)) {
        cell.owners++;
        return cell;
      }
      fresh.push(`${list.key}: ${layer.name}`);
    }
    const at = this.arena.take(size * list.instances);
    for (let instance = 0; instance < list.instances; instance++) {
      initBlock(layer, this.arena.numbers, at + instance * size, nowMs);
    }
    const gates =
      isGate(layer) || hasAlarms(layer) ? Array.from({ length: list.instances }, () => this.gates.take()) : [];
    return { at, size, gates, owners: 1 };
  }
}

/** Whether calls of other versions pass gates, or come back through them, by what this one says. */
const speaks = ({ layers }: ListVersion): boolean =>
  layers.some((placed) => placed.cell.owners > 1 && placed.cell.gates.some((gate) => gate.placed === placed));

/** What a layer knows only of the run that went on with it. */
function forgetState(placed: PlacedLayer): void {
  placed.lane = -1;
  placed.cell.owners = 0;
}

/** Tells the gates of a version's cells whose they are: those of the newest version that has them. */
function placeGates({ layers, list, passage }: ListVersion): void {
  const listKey = bitsOfName(list.key);
  for (const placed of layers) {
    placed.cell.gates.forEach((gate, instance) => {
      gate.place(placed);
      gate.instance = instance;
      gate.at = placed.cell.at + instance * placed.cell.size;
      gate.listKey = listKey;
      gate.list = list.key;
      gate.passage = passage;
    });
  }
}

/** The old layer whose state a new one may take over: same kind and name, else the same place among its kind; -1: none. */
function counterpart(old: readonly Layer[], now: readonly Layer[], layer: Layer, place: number): number {
  const named = old.findIndex((other) => other.kind === layer.kind && other.name === layer.name);
  if (named >= 0) return named;
  const rank = now.slice(0, place).filter((other) => other.kind === layer.kind).length;
  const ofKind = old.flatMap((other, i) => (other.kind === layer.kind ? [i] : []));
  const candidate = ofKind[rank];
  const taken =
    candidate !== undefined && now.some((other) => other.kind === layer.kind && other.name === old[candidate]!.name);
  return candidate === undefined || taken ? -1 : candidate;
}
