import { routeKeyParts } from '../naming';
import { z } from './z';

/** A letter first, then letters, digits, `-` and `_`: no spaces, dots or arrows, which have a meaning between names. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N}_-]{0,59}$/u;

export const name = () =>
  z.string().regex(NAME).meta({ expected: 'a name of letters, digits, `-` and `_` that begins with a letter' });

const TARGET = /^[^\s.]+\.[^\s.]+$/;

export const isTarget = (text: string): boolean => TARGET.test(text);

/** `service.endpoint` */
export const target = () =>
  z.string().regex(TARGET).meta({ expected: 'a service and its endpoint, such as catalog.list', names: 'endpoint' });

/** `caller -> service` or `caller -> service.endpoint` */
export const routeKey = () =>
  z
    .string()
    .refine((key) => routeKeyParts(key) !== null)
    .meta({
      expected: 'a link such as `web -> catalog`, or one endpoint such as `web -> catalog.price`',
      names: 'route',
    });

export const isLinkKey = (key: string): boolean => routeKeyParts(key)?.endpoint === null;

/** `caller -> service` */
export const linkKey = () =>
  z.string().refine(isLinkKey).meta({ expected: 'a link such as `web -> catalog`', names: 'link' });
