import type { Diagnostic } from '../../kernel/diagnostic';

/** 1-based, as people and editors count. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface TextRange {
  readonly from: TextPosition;
  readonly to: TextPosition;
}

export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name';
  /** What takes the place of `replaces`. */
  readonly insert: string;
  readonly replaces: TextRange;
  /** A few words beside the label. */
  readonly detail: string;
  /** Markdown, shown when asked for. */
  readonly documentation: string;
}

export interface HoverNote {
  readonly range: TextRange;
  /** Markdown. */
  readonly text: string;
}

/** What an editor can say about the text in it; pure functions of the text, so that a textarea may use them too. */
export interface CodeHelp {
  problems(text: string): readonly Diagnostic[];
  complete(text: string, at: TextPosition): readonly Suggestion[];
  hover(text: string, at: TextPosition): HoverNote | null;
}
