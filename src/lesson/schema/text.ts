import { z } from '../../scenario/schema/z';

/** Text of one line or a few. */
export const sentence = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .meta({ expected: `a text of at most ${longest} characters` });
