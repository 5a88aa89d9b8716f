import { blockSizeOf, initBlock, layoutOf, type Layer } from '../policies/layer';
import type { PolicyList, PolicyPlan } from '../scenario/model';
import { Arena, type SavedArena } from './arena';

/** One version of one policy list: what a call that began under it goes on with until it ends. */
export interface ListVersion {
  readonly key: string;
  readonly layers: readonly Layer[];
  /** For each layer its state: one block in the arena per instance (caller replica), one after another. */
  readonly cells: readonly Cell[];
  readonly instances: number;
  /** Number of the plan it came with, from 1. */
  readonly plan: number;
  /** Calls that hold it, and 1 while it is the current one. */
  users: number;
}

/** The state of a layer, handed on from version to version where the layout allows it. */
export interface Cell {
  readonly at: number;
  /** numbers per instance; 0: the layer has no state */
  readonly size: number;
  /** versions that use it */
  owners: number;
}

const NO_VERSION = -1;

export interface SavedPolicies {
  readonly arena: SavedArena;
  readonly versions: readonly (ListVersion | null)[];
  readonly cells: readonly Cell[];
  readonly currentOfRoute: Int32Array;
  readonly plan: number;
}

/**
 * The policies of every route, in versions. New calls take the current version, calls in flight keep theirs; a version
 * is forgotten when its last call ends. State passes to the layer of the same kind and name in the new version of the
 * same list (else the same place among its kind) if its layout is unchanged; otherwise it starts fresh.
 */
export class PolicyStore {
  versions: (ListVersion | null)[] = [];
  /** For each route, an index in `versions`, or -1. */
  readonly currentOfRoute: Int32Array;
  readonly arena = new Arena();
  /** Number of the plan in force. */
  plan = 0;

  constructor(plan: PolicyPlan, nowMs: number) {
    this.currentOfRoute = new Int32Array(plan.listOfRoute.length).fill(NO_VERSION);
    this.apply(plan, nowMs);
  }

  /** Puts a plan in force; returns the layers (`key: name`) that had state which could not be handed on. */
  apply(plan: PolicyPlan, nowMs: number): string[] {
    const old = this.current();
    const fresh: string[] = [];
    this.plan++;
    const indices = plan.lists.map((list) => this.add(list, old.get(list.key), nowMs, fresh));
    plan.listOfRoute.forEach((list, route) => {
      this.currentOfRoute[route] = list < 0 ? NO_VERSION : indices[list]!;
    });
    for (const version of old.values()) this.release(this.versions.indexOf(version));
    return fresh;
  }

  take(index: number): void {
    this.versions[index]!.users++;
  }

  release(index: number): void {
    const version = this.versions[index]!;
    if (--version.users > 0) return;
    for (const cell of version.cells) {
      if (--cell.owners === 0) this.arena.give(cell.at, cell.size * version.instances);
    }
    this.versions[index] = null;
  }

  /** The versions in force, by key. */
  current(): Map<string, ListVersion> {
    return new Map(
      [...this.currentVersions].map((index) => this.versions[index]!).map((version) => [version.key, version]),
    );
  }

  save(): SavedPolicies {
    const cells = [...new Set(this.versions.flatMap((version) => version?.cells ?? []))].filter(
      (cell) => cell.size > 0,
    );
    return {
      arena: this.arena.save(),
      versions: this.versions.map((version) => version && { ...version }),
      cells: cells.map((cell) => ({ ...cell })),
      currentOfRoute: this.currentOfRoute.slice(),
      plan: this.plan,
    };
  }

  load(saved: SavedPolicies): void {
    const cells = new Map(saved.cells.map((cell) => [cell.at, { ...cell }]));
    const copy = (cell: Cell): Cell => (cell.size === 0 ? { ...cell } : cells.get(cell.at)!);
    this.arena.load(saved.arena);
    this.versions = saved.versions.map((version) => version && { ...version, cells: version.cells.map(copy) });
    this.currentOfRoute.set(saved.currentOfRoute);
    this.plan = saved.plan;
  }

  private get currentVersions(): Set<number> {
    return new Set(
      this.versions.flatMap((version, index) => (version !== null && version.plan === this.plan ? [index] : [])),
    );
  }

  private add(list: PolicyList, old: ListVersion | undefined, nowMs: number, fresh: string[]): number {
    const cells = list.layers.map((layer, place) => this.cellFor(list, layer, place, old, nowMs, fresh));
    const version = { ...list, cells, plan: this.plan, users: 1 };
    const hole = this.versions.indexOf(null);
    if (hole < 0) return this.versions.push(version) - 1;
    this.versions[hole] = version;
    return hole;
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
    const before = old === undefined ? -1 : counterpart(old.layers, list.layers, layer, place);
    if (old !== undefined && before >= 0) {
      if (layoutOf(old.layers[before]!) === layoutOf(layer)) {
        const cell = old.cells[before]!;
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
