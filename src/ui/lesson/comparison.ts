/** One answer beside what the run did, in words. */
export interface ComparedAnswer {
  readonly question: string;
  readonly said: string;
  readonly was: string;
  /** The figure behind `was`, where there is one. */
  readonly detail: string;
  readonly same: boolean;
}
