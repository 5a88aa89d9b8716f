/** Rates are shares in [0, 1]. Semantics: resilience4j 2.4. State is per caller replica. */
export interface BreakerParams {
  readonly failureRate: number;
  readonly slowRate: number;
  readonly slowCallMs: number;
  readonly window:
    { readonly kind: 'calls'; readonly size: number } | { readonly kind: 'time'; readonly seconds: number };
  readonly minimumCalls: number;
  readonly openForMs: number;
  readonly halfOpenCalls: number;
}
