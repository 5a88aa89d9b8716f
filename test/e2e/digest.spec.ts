import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { play } from './digest/play';
import { recording } from './digest/recording';

/* One recording, played by Node and by every browser there is: the same run to the last bit. */

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find(
  (path) => existsSync(path),
);

let folder: string;
let server: Server;
let address: string;
let report: Promise<string>;
let hear: (digest: string) => void;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-digest-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      lib: { entry: 'test/e2e/digest/page.ts', formats: ['es'], fileName: () => 'page.js' },
    },
  });
  server = createServer(async (request, response) => {
    if (request.url === '/report') {
      let body = '';
      for await (const part of request) body += String(part);
      hear(body);
      response.end();
    } else if (request.url === '/page.js') {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(join(folder, 'page.js')));
    } else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

test.beforeEach(() => {
  report = new Promise((resolve) => (hear = resolve));
});

test.afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test('Chromium plays the recording as Node does', async ({ page }) => {
  await page.goto(address);
  expect(await report).toBe(play(recording));
});

if (FIREFOX !== undefined) {
  test('Firefox plays the recording as Node does', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'breakwater-firefox-'));
    const firefox: ChildProcess = execFile(FIREFOX, ['--headless', '--no-remote', '--profile', profile, address]);
    try {
      expect(await report).toBe(play(recording));
    } finally {
      const gone = new Promise((resolve) => firefox.once('exit', resolve));
      firefox.kill();
      await gone;
      await rm(profile, { recursive: true, force: true });
    }
  });
}
