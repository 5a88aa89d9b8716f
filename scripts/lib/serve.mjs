import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const HOST = '127.0.0.1';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.yaml': 'text/yaml; charset=utf-8',
};

/**
 * @param {string} folder
 * @param {string} url the request's path, still escaped
 * @returns {string | null} the file it asks for; null where there is none, or it lies outside the folder
 */
function fileFor(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  const base = normalize(folder + sep);
  const wanted = join(base, path);
  if (path.includes('\0') || !wanted.startsWith(base)) return null;
  const file = path.endsWith('/') ? join(wanted, 'index.html') : wanted;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

/**
 * Serves a folder's files to this machine alone, with a content type and no other header that a plain host would not send.
 * @param {string} folder
 * @param {number} firstPort tried first, then the ones after it; 0: any
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export function serve(folder, firstPort) {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const file = fileFor(folder, request.url ?? '/');
    if (file === null) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.\n');
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      'cache-control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });

  return new Promise((resolve, reject) => {
    let port = firstPort;
    server.on('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE' && port < firstPort + 100) server.listen(++port, HOST);
      else reject(error);
    });
    server.on('listening', () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : port;
      resolve({ url: `http://${HOST}:${taken}/`, close: () => server.close() });
    });
    server.listen(port, HOST);
  });
}
