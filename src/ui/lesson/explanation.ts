/** The student's explanation as far as it has come. */
export interface Explanation {
  /** In their own words, before the cause was shown. */
  readonly said: string;
  readonly saidIt: boolean;
  /** Index of the choice made last; null: none yet. */
  readonly picked: number | null;
  readonly sentence: string;
  readonly kept: boolean;
}

export const NO_EXPLANATION: Explanation = { said: '', saidIt: false, picked: null, sentence: '', kept: false };
