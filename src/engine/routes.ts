import type { Model } from '../scenario/model';
import type { Layout } from './observation/layout';

/** What the handlers ask of a route, looked up once: one column each, indexed by route. */
export class Routes {
  readonly link: Int32Array;
  readonly endpoint: Int32Array;
  /** Where its counts and its sketches stand. */
  readonly calls: Int32Array;
  readonly attempts: Int32Array;
  readonly sketch: Int32Array;

  constructor({ routes }: Model, layout: Layout) {
    this.link = Int32Array.from(routes, (route) => route.link);
    this.endpoint = Int32Array.from(routes, (route) => route.endpoint);
    this.calls = Int32Array.from(routes, (_, route) => layout.calls(route));
    this.attempts = Int32Array.from(routes, (_, route) => layout.attempts(route));
    this.sketch = Int32Array.from(routes, (_, route) => layout.routeSketch(route));
  }
}
