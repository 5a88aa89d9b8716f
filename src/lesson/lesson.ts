import type { Diagnostic } from '../kernel/diagnostic';
import type { Command } from '../engine/command';

/** A lesson, parsed from its folder: plain data, every text still in Markdown or YAML as its author wrote it. */
export interface Lesson {
  /** The folder's name, in paths, links and saved work. */
  readonly id: string;
  readonly title: string;
  /** One sentence for the list of lessons. */
  readonly summary: string;
  readonly minutes: number;
  /** The journey of the page drawn as "what a shopper sees". */
  readonly page: string;
  readonly scenario: string;
  /** What the student starts from: a document with `policies`, and perhaps `services`. */
  readonly policies: string;
  /** Policies under which every check of every storm passes; the same kind of document. */
  readonly solution: string;
  readonly steps: readonly Step[];
  readonly storms: readonly Storm[];
  readonly checks: readonly Check[];
  readonly mistakes: readonly Mistake[];
}

export interface Step {
  readonly id: string;
  /** Its kind in a word, as the eyebrow shows it: Look, Predict, … */
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  /** Markdown. */
  readonly prose: string;
  /** Services, and links as `web -> catalog`, that are lit while the rest is dimmed; empty: all are. */
  readonly lit: readonly string[];
  /** Panels that the step opens. */
  readonly opens: readonly ('policy' | 'inspector' | 'charts' | 'log')[];
  readonly task: Task;
}

/** What the student does to finish the step. */
export type Task =
  | { readonly kind: 'follow'; readonly ask: string; readonly journey: string }
  | { readonly kind: 'predict'; readonly questions: readonly Question[] }
  | {
      readonly kind: 'break';
      /** Label of the one button. */
      readonly ask: string;
      readonly fault: string;
      /** Plays at this speed until the service's queue is full on every replica, then on at 1. */
      readonly slow: { readonly speed: number; readonly untilQueueFull: string };
      /** Simulated time after the break at which the predictions are compared. */
      readonly comparedAfterMs: number;
    }
  | {
      readonly kind: 'explain';
      readonly say: { readonly ask: string };
      readonly pick: {
        readonly ask: string;
        /** The trace shown is that of a request of this journey which failed in the present run. */
        readonly journey: string;
        readonly choices: readonly Choice[];
      };
      readonly write: { readonly ask: string; readonly model: string };
    }
  | {
      readonly kind: 'protect';
      readonly storm: string;
      readonly hints: readonly Hint[];
      /** The worked example: policies under which this step's storm passes, and no more than that; empty: there is none. */
      readonly example: string;
      /** Attempts after which the worked example may be seen; Infinity: never. */
      readonly exampleAfter: number;
    }
  | { readonly kind: 'read' };

export interface Choice {
  readonly text: string;
  readonly right: boolean;
  /** Said when it is chosen. */
  readonly because: string;
}

/** Answered before the break; compared with the run, never scored for being right. */
export type Question =
  | {
      readonly kind: 'journeys';
      readonly id: string;
      readonly ask: string;
      /** A journey finishes if at least this share of those due in the second before the comparison were answered. */
      readonly atLeast: number;
    }
  | {
      /** For every 100 shoppers who came between the break and the comparison, how many answers were given in that time. */
      readonly kind: 'answered';
      readonly id: string;
      readonly ask: string;
    };

/** A named sequence of breaks that a test plays from the start, untouched. */
export interface Storm {
  readonly id: string;
  readonly title: string;
  readonly forMs: number;
  readonly commands: readonly Command[];
}

/** Something a test's run must show; judged from the recorded run alone. Instants are relative to the storm's start. */
export interface Check {
  readonly id: string;
  readonly storm: string;
  readonly title: string;
  readonly points: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly expect: Expectation;
  /** What was measured, in a sentence that is true whether it passed or failed; `{measured}`, `{from}`, `{to}` and `{worst}` are filled in. */
  readonly message: string;
}

export type Expectation =
  /** Share of shoppers (of these journeys) whose wait ended, or should have ended, in the window and who were answered, in full or degraded. */
  | { readonly measure: 'answered'; readonly journeys: readonly string[]; readonly atLeast: number }
  /** Share of those answered who were answered degraded. */
  | { readonly measure: 'degraded'; readonly journeys: readonly string[]; readonly atMost: number }
  /** 95th percentile in ms of the time to an answer or a failure. */
  | { readonly measure: 'p95'; readonly journeys: readonly string[]; readonly atMost: number }
  /** The most workers of a service that waited on calls, on average over any `overMs`, as a share of all of them. */
  | { readonly measure: 'waiting workers'; readonly service: string; readonly atMost: number; readonly overMs: number }
  /** Calls of a route that were answered by a fallback after the callee had not answered. */
  | { readonly measure: 'made-up answers'; readonly route: string; readonly atMost: number }
  /** Attempts sent over a link per second. */
  | { readonly measure: 'attempts per second'; readonly link: string; readonly atMost: number };

/** A plausible but wrong set of policies that must fail the named check. */
export interface Mistake {
  /** Its path in the lesson's folder. */
  readonly file: string;
  readonly name: string;
  readonly policies: string;
  readonly storm: string;
  readonly fails: string;
}

/** Shown after an attempt: of those whose conditions hold on that attempt's run, the one that asks for the most attempts. */
export interface Hint {
  readonly afterAttempts: number;
  /** Only if this check failed. */
  readonly whenFails: string | null;
  /** Markdown; `{measured}`, `{from}`, `{to}` and `{worst}` are filled in from that check. */
  readonly text: string;
}

/** How one check came out on one run. */
export interface Verdict {
  readonly check: string;
  readonly passed: boolean;
  readonly points: number;
  /** In the unit of the expectation; NaN where the run showed nothing to measure. */
  readonly measured: number;
  readonly message: string;
  /** Where in the run to look: the worst moment of a failed check, else its start. */
  readonly atMs: number;
}

/** What a folder of lessons holds. */
export interface Lessons {
  readonly all: readonly Lesson[];
  /** Of lessons that cannot be read; the page shows them instead of hiding the lesson. */
  readonly problems: readonly Diagnostic[];
}
