/**
 * How fast the engine is in Chromium's worker beside Node, on one build and in turn, and how fluent the lab's page stays
 * while twenty services run at each speed it offers. Processor time of the thread that does the work, as Linux tells.
 *
 *     npm run bench:browser -- [--rounds 5] [--scale 1] [--seconds 15] [--speed 100] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { ensureBuilt } from '../../../scripts/lib/dist.mjs';
import { serve } from '../../../scripts/lib/serve.mjs';
import { keepConstants } from '../../../scripts/vite/constants.mjs';
import { LAB20 } from '../scenarios/lab20';
import type { Play, Played } from './play';
import { threadsOf } from './threads';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const scenario = (name: string): string => readFileSync(here(`../scenarios/${name}.yaml`), 'utf8');

const PLAYS: readonly (Omit<Play, 'seed'> & { readonly name: string })[] = [
  { name: 'W1 M/M/1', scenario: scenario('w1'), forMs: 1.5e6, frameEveryMs: 0 },
  { name: 'W4 tree of ten services', scenario: scenario('w4'), forMs: 4e5, frameEveryMs: 0 },
  // as the worker does it at a hundred times real time: a frame every thirtieth of a second
  { name: 'lab of twenty services', scenario: LAB20, forMs: 2e5, frameEveryMs: 10_000 / 3 },
];

/** As Linux calls the thread of a page's worker. */
const WORKER_THREAD = 'DedicatedWorker';

interface Timed extends Played {
  readonly processorMs: number;
}

/** In a process, and in a worker, of its own, from the first event on. */
const NODE = `
import { readFileSync } from 'node:fs';
import { play } from './play.js';
const spent = () => Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
const before = spent();
const played = play(JSON.parse(readFileSync(0, 'utf8')), () => performance.now());
console.log(JSON.stringify({ ...played, processorMs: spent() - before }));
`;
const WORKER = `
import { play } from './play.js';
onmessage = ({ data }) => postMessage(play(data, () => performance.now()));
postMessage('ready');
`;
/** Keeps what frames tell of the pace, and when the page drew. */
const WATCH = `
globalThis.seen = { frames: [], drawn: [] };
const Plain = Worker;
globalThis.Worker = class extends Plain {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      if (data?.type === 'frame') seen.frames.push({ atMs: performance.now(), simMs: data.frame.nowMs });
    });
  }
};
requestAnimationFrame(function draw(atMs) { seen.drawn.push(atMs); requestAnimationFrame(draw); });
`;

async function bundle(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [keepConstants()],
    build: {
      lib: { entry: here('./play.ts'), formats: ['es'], fileName: () => 'play.js' },
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
    },
  });
  // Only there so that Node takes the others for modules too.
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(outDir, 'node.js'), NODE);
  writeFileSync(join(outDir, 'worker.js'), WORKER);
  writeFileSync(join(outDir, 'index.html'), '<!doctype html><title>Bench</title>');
}

function inNode(folder: string, play: Play): Timed {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'node.js')], {
    input: JSON.stringify(play),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Timed;
}

async function inWorker(browser: Browser, pid: number, url: string, play: Play): Promise<Timed> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(`new Promise((ready, broken) => {
    globalThis.worker = new Worker('./worker.js', { type: 'module' });
    worker.onmessage = () => ready(0);
    worker.onerror = ({ message }) => broken(new Error(message));
  })`);
  const before = threadsOf(pid).get(WORKER_THREAD) ?? 0;
  const played = (await page.evaluate(`new Promise((done) => {
    worker.onmessage = ({ data }) => done(data);
    worker.postMessage(${JSON.stringify(play)});
  })`)) as Played;
  const processorMs = (threadsOf(pid).get(WORKER_THREAD) ?? 0) - before;
  await page.close();
  return { ...played, processorMs };
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const at = (share: number, numbers: readonly number[]): number =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? NaN;

async function compare(browser: Browser, pid: number, folder: string, rounds: number, scale: number) {
  const host = await serve(folder, 0);
  const results = [];
  for (const { name, forMs, ...rest } of PLAYS) {
    const pairs: { node: Timed; worker: Timed }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const play = { ...rest, forMs: forMs * scale, seed: round };
      const node = inNode(folder, play);
      const worker = await inWorker(browser, pid, host.url, play);
      if (node.digest !== worker.digest) throw new Error(`${name}: the browser's run is not Node's.`);
      pairs.push({ node, worker });
    }
    const perSecond = (timed: Timed): number => (timed.events * 1000) / timed.processorMs;
    results.push({
      name,
      rounds,
      nodeEventsPerSecond: at(
        0.5,
        pairs.map(({ node }) => perSecond(node)),
      ),
      workerEventsPerSecond: at(
        0.5,
        pairs.map(({ worker }) => perSecond(worker)),
      ),
      ratios: sorted(pairs.map(({ node, worker }) => perSecond(worker) / perSecond(node))),
      clockRatios: sorted(pairs.map(({ node, worker }) => node.clockMs / worker.clockMs)),
    });
  }
  host.close();
  return results;
}

interface Seen {
  readonly frames: readonly { readonly atMs: number; readonly simMs: number }[];
  readonly drawn: readonly number[];
}

/** A frame of the page that takes longer than this is seen to stutter. */
const FLUENT_MS = 20;
/** Of the chosen speed, what must be reached for it to count as held. */
const HELD_SHARE = 0.95;

/** What any page could do here at the time: an empty one, while a worker of its own never rests. */
async function driveNothing(browser: Browser, seconds: number) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await page.goto('about:blank');
  await page.evaluate(`void new Worker(URL.createObjectURL(new Blob(['for (;;);'])))`);
  await page.waitForTimeout(1000);
  await page.evaluate('seen.drawn.length = 0; 0');
  await page.waitForTimeout(seconds * 1000);
  const { drawn } = (await page.evaluate('seen')) as Seen;
  await page.close();
  return picturesOf(drawn);
}

/** Milliseconds between pictures, by when the page was asked for each. */
function picturesOf(drawn: readonly number[]) {
  const between = drawn.slice(1).map((atMs, index) => atMs - drawn[index]!);
  return { drawnP50Ms: at(0.5, between), drawnP95Ms: at(0.95, between), drawnWorstMs: Math.max(...between) };
}

/** The real page, with the twenty services in its sandbox, at every speed it offers up to this one, the highest first. */
async function drive(browser: Browser, pid: number, speed: number, seconds: number) {
  if (!(await ensureBuilt())) throw new Error('The lab could not be built.');
  const host = await serve('dist', 0);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const drafts = JSON.stringify({ 'sandbox/scenario': LAB20 });
  await page.addInitScript(`localStorage.setItem('breakwater.drafts', ${JSON.stringify(drafts)});${WATCH}`);
  await page.goto(`${host.url}#/sandbox`);
  await page.getByRole('button', { name: /^web, service/ }).waitFor();
  const choice = page.getByRole('combobox', { name: 'Speed' });
  const offered = await choice
    .locator('option')
    .evaluateAll((options) => options.map((option) => Number(option.getAttribute('value'))));
  const pages = [];
  for (const tried of offered.filter((other) => other <= speed).sort((a, b) => b - a)) {
    await choice.selectOption(String(tried));
    pages.push(await watch(page, pid, tried, seconds));
  }
  await page.close();
  host.close();
  return pages;
}

async function watch(page: Page, pid: number, speed: number, seconds: number) {
  await page.waitForTimeout(5000);
  await page.evaluate('seen.frames.length = seen.drawn.length = 0; 0');
  const before = threadsOf(pid);
  await page.waitForTimeout(seconds * 1000);
  const seen = (await page.evaluate('seen')) as Seen;
  const after = threadsOf(pid);

  const [first, last] = [seen.frames[0], seen.frames.at(-1)];
  if (!first || !last) throw new Error('The page got no frame.');
  const pictures = picturesOf(seen.drawn);
  const achievedSpeed = (last.simMs - first.simMs) / (last.atMs - first.atMs);
  const busy = [...after]
    .map(([name, ms]): [string, number] => [name, (ms - (before.get(name) ?? 0)) / (seconds * 1000)])
    .filter(([, share]) => share > 0.01)
    .sort(([, a], [, b]) => b - a);
  const shareOf = (isMeant: (name: string) => boolean): number =>
    busy.reduce((sum, [name, share]) => (isMeant(name) ? sum + share : sum), 0);
  return {
    speed,
    achievedSpeed,
    /** What the worker's processor time would give on a processor of its own: other processes take it away here. */
    speedPerProcessor: achievedSpeed / shareOf((name) => name === WORKER_THREAD),
    isHeld: achievedSpeed >= HELD_SHARE * speed && pictures.drawnP95Ms <= FLUENT_MS,
    framesPerSecond: (seen.frames.length * 1000) / (last.atMs - first.atMs),
    picturesPerSecond: seen.drawn.length / seconds,
    ...pictures,
    /** All that the browser does for a picture but turning the engine: the same however busy the machine is. */
    processorMsPerPicture: (1000 * seconds * shareOf((name) => name !== WORKER_THREAD)) / seen.drawn.length,
    /** Of one processor, by thread. */
    busy: Object.fromEntries(busy),
  };
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '15' },
    speed: { type: 'string', default: '100' },
    json: { type: 'string' },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
const server = await chromium.launchServer({
  executablePath: (await findChromium()) ?? '',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const pid = server.process().pid!;
  const browser = await chromium.connect(server.wsEndpoint());
  await bundle(scratch);
  const rounds = Number(values.rounds);
  const comparison = rounds > 0 ? await compare(browser, pid, scratch, rounds, Number(values.scale)) : [];
  const seconds = Number(values.seconds);
  const empty = seconds > 0 ? await driveNothing(browser, seconds) : null;
  const pages = seconds > 0 ? await drive(browser, pid, Number(values.speed), seconds) : [];
  await browser.close();

  const results = { load: loadavg(), comparison, empty, pages };
  console.table(
    comparison.map(({ name, nodeEventsPerSecond, workerEventsPerSecond, ratios, clockRatios }) => ({
      name,
      'Node M events/s': (nodeEventsPerSecond / 1e6).toFixed(2),
      'worker M events/s': (workerEventsPerSecond / 1e6).toFixed(2),
      ratio: `${at(0.5, ratios).toFixed(2)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})`,
      'by the clock': at(0.5, clockRatios).toFixed(2),
    })),
  );
  if (pages.length > 0) {
    console.table(pages, [
      'speed',
      'achievedSpeed',
      'speedPerProcessor',
      'framesPerSecond',
      'picturesPerSecond',
      'processorMsPerPicture',
      'drawnP50Ms',
      'drawnP95Ms',
      'drawnWorstMs',
      'isHeld',
    ]);
    console.log('An empty page, while its worker never rests:', empty);
    const held = pages.find(({ isHeld }) => isHeld);
    console.log(
      held
        ? `Highest speed held with 95 of 100 pictures within ${FLUENT_MS} ms: ${held.speed} x.`
        : 'No speed is held: the page is slow at every one.',
    );
  }
  console.log(JSON.stringify(results));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
} finally {
  await server.close();
  rmSync(scratch, { recursive: true });
}
