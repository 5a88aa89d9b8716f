import type { EditEvent } from '../lab/edits';
import type { Lab } from '../lab/lab';
import type { Edits } from '../lab/saved-work';
import { Strokes } from './strokes';

/** Whoever keeps the text of a policy editor. */
export interface EditsKeeper {
  readonly edits: Edits;
  /** What Reset goes back to. */
  readonly start: string;
  change(event: EditEvent): void;
}

/** The text in a policy editor and what can be done with it, whoever keeps it. */
export class PolicyDesk {
  readonly #strokes = new Strokes();

  constructor(
    private readonly lab: Lab,
    private readonly keeper: EditsKeeper,
  ) {}

  get text(): string {
    return this.keeper.edits.text;
  }

  get start(): string {
    return this.keeper.start;
  }

  get canUndo(): boolean {
    return this.keeper.edits.past.length > 0;
  }

  get canRedo(): boolean {
    return this.keeper.edits.future.length > 0;
  }

  edit(text: string): void {
    this.keeper.change({ type: 'edited', text, continues: this.#strokes.continues() });
  }

  undo(): void {
    this.#strokes.end();
    this.keeper.change({ type: 'undone' });
  }

  redo(): void {
    this.#strokes.end();
    this.keeper.change({ type: 'redone' });
  }

  resetText(): void {
    this.#strokes.end();
    this.keeper.change({ type: 'text reset' });
  }

  apply(): void {
    this.#strokes.end();
    this.lab.apply(this.text);
  }

  replayFromBeforeBreak(): void {
    this.lab.replayFromBeforeBreak(this.text);
    this.lab.play();
  }
}
