import { spawn } from 'node:child_process';

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly [string, ...string[]] | null} the command that opens an address; null where there is no desktop, or nobody at it
 */
export function opener(platform, env) {
  if (env['CI']) return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

/**
 * Opens the address in the person's browser if there is a desktop; where that fails, the printed address is enough.
 * @param {string} url
 */
export function openInBrowser(url) {
  const command = opener(process.platform, process.env);
  if (command === null) return;
  const [program, ...args] = command;
  const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}
