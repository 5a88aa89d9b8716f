/** What a chapter of the guide teaches beyond its policy’s purpose and price. `Backticks` stand around formulas and keys. */
export interface Lesson {
  /** How it decides, one rule a paragraph, with the units of what stands in it. */
  readonly decides: readonly string[];
  /** Which libraries have it, and what is particular in each. */
  readonly differs: readonly (readonly [library: string, what: string])[];
  readonly example: Example;
}

export interface Example {
  /** A part of a scenario, for the shop of the first lessons: web, catalog, cart and their like. */
  readonly yaml: string;
  /** What it comes to, step by step. */
  readonly reads: string;
}
