import type { BreakerDialect } from '../../../policies/breaker';
import { field } from '../field';
import { z } from '../z';

const EXPECTED = 'resilience4j, polly, hystrix, pybreaker, opossum, cockatiel, gobreaker or sentinel';

const NOTES = {
  is: 'The library whose breaker this is: its own parameters, their defaults, and its own rules, edge cases included.',
  default: 'resilience4j',
};

/** The key that tells the libraries' breakers apart. */
export const like = <Name extends Exclude<BreakerDialect, 'resilience4j'>>(name: Name) =>
  field(z.literal(name).meta({ expected: EXPECTED }), NOTES);

/** Of the one that is meant where nothing is said. */
export const likeResilience4j = field(
  z.literal('resilience4j').default('resilience4j').meta({ expected: EXPECTED }),
  NOTES,
);
