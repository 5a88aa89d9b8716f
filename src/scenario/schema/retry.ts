import { field } from './field';
import { aws } from './retry/aws';
import { cockatiel } from './retry/cockatiel';
import { envoy } from './retry/envoy';
import { finagle } from './retry/finagle';
import { grpc } from './retry/grpc';
import { plain } from './retry/plain';
import { polly } from './retry/polly';
import { resilience4j } from './retry/resilience4j';
import { tenacity } from './retry/tenacity';
import { z } from './z';

export const retry = field(
  z
    .discriminatedUnion('like', [plain, resilience4j, polly, tenacity, cockatiel, grpc, finagle, envoy, aws])
    .meta({ expected: 'a retry such as { attempts: 3 }' }),
  {
    is: 'Tries again when everything inside it failed. The defaults are those of resilience4j: 3 attempts, 500ms apart. With `like` it is the retry of a library: resilience4j, polly, tenacity, cockatiel, grpc, finagle, envoy or aws, by its own parameters.',
    default: 'none: a call is sent once',
    libraries: [
      'resilience4j Retry',
      'Polly Retry',
      'tenacity',
      'cockatiel retry',
      'gRPC retryPolicy',
      'Finagle',
      'Envoy and Istio retries',
      'AWS SDKs',
    ],
    scope: 'each call by itself; a budget is kept per replica of the caller',
    samples: [
      '{ attempts: 3 }',
      '{ attempts: 3, backoff: { exponential: 50ms }, jitter: full, budget: 20% }',
      '{ like: polly, BackoffType: Exponential, UseJitter: true }',
    ],
  },
);
