import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './processes.mjs';

const PROGRAM = '/usr/bin/python3';

/** @returns {boolean} whether the system's Python can import tenacity */
const hasTenacity = () => spawnSync(PROGRAM, ['-c', 'import tenacity'], { stdio: 'ignore' }).status === 0;

/** Installs tenacity for the tests of what is exported to it, where the system's packages allow it; they do without, else. */
export async function ensureTenacity() {
  if (hasTenacity()) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing tenacity…');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', 'python3-tenacity'], { env });
  }
  if (!hasTenacity()) console.log('Without tenacity for Python: what is exported to it is read but not run.');
}
