import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../../scripts/lib/serve.mjs';

let root: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-serve-'));
  mkdirSync(join(root, 'dist/deep'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  for (const name of ['index.html', 'app.js', 'icon.svg', 'type.woff2', 'deep/index.html', 'a b.css', 'strange.xyz']) {
    writeFileSync(join(root, 'dist', name), name);
  }
  server = await serve(join(root, 'dist'), 0);
});

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

/** Unlike fetch, sends the path as it is. */
const get = (path: string, method = 'GET') =>
  new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const asked = request(server.url, { path, method, agent: false }, (response) => {
      let body = '';
      response.on('data', (part) => (body += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
      );
    });
    asked.on('error', reject).end();
  });

test.each([
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/?a=b', 'index.html', 'text/html; charset=utf-8'],
  ['/deep/', 'deep/index.html', 'text/html; charset=utf-8'],
  ['/app.js', 'app.js', 'text/javascript; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
  ['/type.woff2', 'type.woff2', 'font/woff2'],
  ['/a%20b.css', 'a b.css', 'text/css; charset=utf-8'],
  ['/strange.xyz', 'strange.xyz', 'application/octet-stream'],
])('%s is answered with %s as %s', async (path, body, type) => {
  expect(await get(path)).toEqual({ status: 200, type, body });
});

test.each(['/nothing.js', '/deep', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%zz', '/%00'])(
  '%s is not there',
  async (path) => expect((await get(path)).status).toBe(404),
);

test('nothing can be sent to it', async () => expect((await get('/', 'POST')).status).toBe(405));

test('a head is a page without its body', async () => {
  expect(await get('/', 'HEAD')).toEqual({ status: 200, type: 'text/html; charset=utf-8', body: '' });
});

test('the next free port is taken where the first is in use', async () => {
  const first = Number(new URL(server.url).port);
  const second = await serve(join(root, 'dist'), first);
  expect(Number(new URL(second.url).port)).toBeGreaterThan(first);
  second.close();
});
