import { Document, isMap, parseDocument } from 'yaml';
import { compiledScenario } from '../lab/compiled';
import { edit, editsAfter, type EditEvent } from '../lab/edits';
import type { Lab } from '../lab/lab';
import type { Edits } from '../lab/saved-work';
import { compilePolicies } from '../scenario';
import { sameLines } from '../ui/editor/line-difference';
import { LabView } from '../ui/lab-view.svelte';
import type { Drafts } from './drafts.svelte';
import { PolicyDesk, type EditsKeeper } from './policy-desk';

const SEED = 1;
const SCENARIO = 'sandbox/scenario';
const POLICIES = 'sandbox/policies';

/** A system of one's own: a scenario and its policies to change, and nothing that must be done. */
export class SandboxSession implements EditsKeeper {
  readonly view: LabView;
  readonly desk: PolicyDesk;
  scenario = $state.raw('');
  /** The scenario in the lab. */
  running = $state.raw('');
  #edits = $state.raw<Edits>({ past: [], text: '', future: [] });

  constructor(
    /** What is there at first, and again after a reset. */
    readonly firstScenario: string,
    readonly lab: Lab,
    private readonly drafts: Drafts,
  ) {
    this.view = new LabView(lab);
    this.desk = new PolicyDesk(lab, this);
    this.scenario = drafts.text(SCENARIO) || firstScenario;
    const started = compiledScenario(this.scenario).ok ? this.scenario : firstScenario;
    const policies = drafts.text(POLICIES) || policiesOf(started);
    this.#edits = { past: [], text: policies, future: [] };
    this.#load(started, fits(started, policies) ? policies : policiesOf(started));
  }

  get edits(): Edits {
    return this.#edits;
  }

  get start(): string {
    return policiesOf(this.running);
  }

  change(event: EditEvent): void {
    this.#become(editsAfter(this.#edits, event, this.start));
  }

  get isChanged(): boolean {
    return !sameLines(this.desk.text, this.view.state.policies.yaml || this.start);
  }

  editScenario(text: string): void {
    this.scenario = text;
    this.drafts.keep(SCENARIO, text);
  }

  /**
   * Starts the scenario as it is in its editor. Policies that do not fit it make way for its own, as they do when its own
   * were changed; undo has them.
   */
  run(): void {
    const { scenario, start } = this;
    const own = policiesOf(scenario);
    const stays = sameLines(own, start) && !sameLines(this.desk.text, start) && fits(scenario, this.desk.text);
    const policies = stays ? this.desk.text : own;
    this.#load(scenario, policies);
    this.#become(edit(this.#edits, policies, false));
  }

  resetScenario(): void {
    this.editScenario(this.firstScenario);
    this.run();
  }

  dispose(): void {
    this.lab.dispose();
  }

  #become(edits: Edits): void {
    this.#edits = edits;
    this.drafts.keep(POLICIES, edits.text);
  }

  #load(scenario: string, policies: string): void {
    this.running = scenario;
    this.lab.load(scenario, policies, SEED);
    this.lab.play();
  }
}

/**
 * A scenario's own policies as a document of their own, comments included, and beside them what those services do about
 * who comes that do more than queue.
 */
export function policiesOf(scenario: string): string {
  const own = parseDocument(scenario);
  const document = new Document({});
  document.set('policies', own.errors.length === 0 ? (own.get('policies', true) ?? {}) : {});
  const services = own.errors.length === 0 ? own.get('services') : null;
  for (const { key, value } of isMap(services) ? services.items : []) {
    if (!isMap(value) || !(isMap(value.get('queue')) || RULES.some((rule) => value.has(rule)))) continue;
    for (const rule of ['queue', ...RULES]) {
      if (value.has(rule)) document.setIn(['services', String(key), rule], value.get(rule, true));
    }
  }
  // Lines stay as long as their author made them: the editor wraps what is wider than it.
  return document.toString({ lineWidth: 0 });
}

const RULES = ['shed', 'limit', 'retry after'];

function fits(scenario: string, policies: string): boolean {
  const model = compiledScenario(scenario);
  return model.ok && compilePolicies(model.value, policies).ok;
}
