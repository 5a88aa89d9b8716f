import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { chromiumCandidates } from '../../../scripts/lib/chromium.mjs';
import { opener } from '../../../scripts/lib/desktop.mjs';

test.each([
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['darwin', {}, 'open'],
  ['win32', {}, 'cmd'],
] as const)('on %s with %j a browser is opened by %s', (platform, env, program) => {
  expect(opener(platform, env)?.[0]).toBe(program);
});

test.each([
  ['linux', {}],
  ['linux', { DISPLAY: ':0', CI: '1' }],
  ['darwin', { CI: 'true' }],
  ['win32', { CI: 'true' }],
] as const)('on %s with %j no browser is opened', (platform, env) => {
  expect(opener(platform, env)).toBeNull();
});

test('a Chromium named by hand comes before every other', () => {
  const candidates = chromiumCandidates({ CHROMIUM: '/opt/mine', PATH: ['/opt/bin', '/usr/bin'].join(delimiter) });
  expect(candidates[0]).toBe('/opt/mine');
  expect(candidates).toContain('/usr/bin/chromium');
  expect(candidates).toContain('/opt/bin/google-chrome');
  expect(new Set(candidates).size).toBe(candidates.length);
});
