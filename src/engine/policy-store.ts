import { blockSizeOf, initBlock, layoutOf, LayerKind, type Layer } from '../policies/layer';
import type { PolicyList, PolicyPlan } from '../scenario/model';
import { Arena, type SavedArena } from './arena';

/** One version of one policy list: what a call that began under it goes on with until it ends. */
export class ListVersion {
  /** Calls that hold it, and 1 while it is the current one. */
  users = 1;
  declare readonly layers: readonly PlacedLayer[];

  /** Its place among the store's versions. */
  declare readonly number: number;
  declare readonly list: PolicyList;
  /** Number of the plan it came with, from 1. */
  declare readonly plan: number;

  constructor(number: number, list: PolicyList, cells: readonly Cell[], plan: number) {
    this.number = number;
    this.list = list;
    this.plan = plan;
    this.layers = list.layers.map((layer, place) => new PlacedLayer(layer, place, cells[place]!));
  }
}

/** A layer in its place in a list. */
export class PlacedLayer {
  declare readonly kind: LayerKind;
  /** A timeout's lane in the event queue, once it is known. */
  lane = -1;

  declare readonly layer: Layer;
  declare readonly place: number;
  declare readonly cell: Cell;

  constructor(layer: Layer, place: number, cell: Cell) {
    this.layer = layer;
    this.place = place;
    this.cell = cell;
    this.kind = layer.kind;
  }
}

/**
 * The state of a layer, handed on from version to version where the layout allows it: one block in the arena per instance
 * (caller replica), one after another.
 */
export interface Cell {
  readonly at: number;
  /** numbers per instance; 0: the layer has no state */
  readonly size: number;
  /** versions that use it */
  owners: number;
}

/** In the place of a layer where there is none. */
export const NO_LAYER = new PlacedLayer({ name: '', kind: LayerKind.timeout, params: { afterMs: Infinity } }, 0, {
  at: 0,
  size: 0,
  owners: 1,
});

interface SavedVersion {
  readonly list: PolicyList;
  readonly plan: number;
  readonly users: number;
  /** Where its cells begin in the arena. */
  readonly cells: readonly Cell[];
}

export interface SavedPolicies {
  readonly arena: SavedArena;
  readonly versions: readonly (SavedVersion | null)[];
  /** The version of each route, -1: none. */
  readonly currentOfRoute: readonly number[];
  readonly plan: number;
}

/**
 * The policies of every route, in versions. New calls take the current version, calls in flight keep theirs; a version
 * is forgotten when its last call ends. State passes to the layer of the same kind and name in the new version of the
 * same list (else the same place among its kind) if its layout is unchanged; otherwise it starts fresh.
 */
export class PolicyStore {
  versions: (ListVersion | null)[] = [];
  /** For each route; null: no policies. */
  declare readonly currentOfRoute: (ListVersion | null)[];
  readonly arena = new Arena();
  /** Number of the plan in force. */
  plan = 0;

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
    return fresh;
  }

  release(version: ListVersion): void {
    if (--version.users > 0) return;
    for (const { cell } of version.layers) {
      if (--cell.owners === 0) this.arena.give(cell.at, cell.size * version.list.instances);
    }
    this.versions[version.number] = null;
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
      versions: this.versions.map(
        (version) =>
          version && {
            list: version.list,
            plan: version.plan,
            users: version.users,
            cells: version.layers.map(({ cell }) => ({ ...cell })),
          },
      ),
      currentOfRoute: this.currentOfRoute.map((version) => version?.number ?? -1),
      plan: this.plan,
    };
  }

  load(saved: SavedPolicies): void {
    const cells = new Map<number, Cell>();
    const shared = (cell: Cell): Cell => {
      if (cell.size === 0) return { ...cell };
      if (!cells.has(cell.at)) cells.set(cell.at, { ...cell });
      return cells.get(cell.at)!;
    };
    this.arena.load(saved.arena);
    this.versions = saved.versions.map((version, number) => {
      if (version === null) return null;
      const { list, plan, users } = version;
      const restored = new ListVersion(number, list, version.cells.map(shared), plan);
      restored.users = users;
      return restored;
    });
    saved.currentOfRoute.forEach((version, route) => {
      this.currentOfRoute[route] = version < 0 ? null : this.versions[version]!;
    });
    this.plan = saved.plan;
  }

  private add(list: PolicyList, old: ListVersion | undefined, nowMs: number, fresh: string[]): ListVersion {
    const cells = list.layers.map((layer, place) => this.cellFor(list, layer, place, old, nowMs, fresh));
    const hole = this.versions.indexOf(null);
    const version = new ListVersion(hole < 0 ? this.versions.length : hole, list, cells, this.plan);
    this.versions[version.number] = version;
    return version;
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
    if (size === 0) return { at: 0, size, owners: 1 };
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
    return { at, size, owners: 1 };
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
