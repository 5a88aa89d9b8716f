import { field } from '../field';
import { z } from '../z';

const NAMES = ['resilience4j', 'polly', 'tenacity', 'cockatiel', 'grpc', 'finagle', 'envoy', 'aws'] as const;

/** The libraries whose retries can be followed, in words. */
const EXPECTED = `${NAMES.slice(0, -1).join(', ')} or ${NAMES.at(-1)!}`;

const NOTES = {
  is: 'The library whose retry this is: its own parameters, their defaults, and its own rules for the waits.',
  default: 'none: the keys and defaults of the lab',
};

/** The key that tells forms of a retry apart. */
export const like = <Name extends (typeof NAMES)[number]>(name: Name) =>
  field(z.literal(name).meta({ expected: EXPECTED }), NOTES);

/** Of the form that follows none of them. */
export const likeNone = field(z.literal('none').default('none').meta({ expected: EXPECTED }), NOTES);
