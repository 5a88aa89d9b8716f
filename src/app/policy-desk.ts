/** The text in a policy editor and what can be done with it, whoever keeps it. */
export interface PolicyDesk {
  readonly text: string;
  /** What Reset goes back to. */
  readonly start: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  edit(text: string): void;
  undo(): void;
  redo(): void;
  resetText(): void;
  apply(): void;
  replayFromBeforeBreak(): void;
}
