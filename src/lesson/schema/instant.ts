import { parseDuration } from '../../kernel/units';
import { z } from '../../scenario/schema/z';

/** An instant of a storm as it is written: an event's, the start's or the end's, moved by so much. */
export interface InstantSource {
  /** `start`, `end`, or the id of a fault. */
  readonly event: string;
  /** The instant at which that fault is healed, not the one at which it breaks. */
  readonly healed: boolean;
  readonly offsetMs: number;
}

const EXPECTED = 'an instant such as start + 5s, catalog-hangs + 3s, catalog-hangs healed + 15s, or end';
const INSTANT = /^(\S+)( healed)?(?:\s*([+-])\s*(\S.*))?$/;

export const instant = () =>
  z
    .string()
    .max(100)
    .meta({ expected: EXPECTED })
    .transform((text, context): InstantSource => {
      const [, event, healed, sign, offset] = INSTANT.exec(text.trim()) ?? [];
      if (event === undefined) {
        context.addIssue({ code: 'custom', message: `\`${text}\` is not an instant; expected ${EXPECTED}.` });
        return z.NEVER;
      }
      const read = offset === undefined ? null : parseDuration(offset);
      if (read && !read.ok) {
        context.addIssue({ code: 'custom', message: read.message });
        return z.NEVER;
      }
      const offsetMs = read ? (sign === '-' ? -read.value : read.value) : 0;
      return { event, healed: healed !== undefined, offsetMs };
    });
