/** What to answer when the call failed; the answer counts as degraded and carries `message` to whoever reads the page. */
export interface FallbackParams {
  readonly use:
    | { readonly kind: 'default' }
    /** The last good answer this caller replica got, if it is at most `maxAgeMs` old. */
    | { readonly kind: 'cached'; readonly maxAgeMs: number; readonly otherwise: 'fail' | 'default' }
    /** A call to another endpoint, by its index in the model's routes, under that route's own policies. */
    | { readonly kind: 'endpoint'; readonly route: number };
  readonly message: string;
}
