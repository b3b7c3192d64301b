// @ts-check
// A static file server for the site, on this machine only. It does only what every static host does, so that pages
// cannot depend on more. Browser tests use it too.
//   node .toolchain/serve.mjs FOLDER [--port N] [--isolated]

import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip', // without Content-Encoding: the page unpacks the file itself
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Headers that make pages cross-origin isolated, so that they may use threads. All files of the site come from the same
 * origin, so no exceptions are needed.
 */
export const kIsolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Finds the file of a request path. Answers undefined where there is none, or where it lies outside of the folder.
 * @param {string} folder
 * @param {string} url
 */
function fileFor(folder, url) {
  try {
    const name = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    if (name.includes('\0') || name.includes('\\')) return undefined;
    let file = path.join(folder, path.posix.normalize(`/${name}`));
    if (statSync(file).isDirectory()) {
      if (!name.endsWith('/')) return { redirect: `${name.replace(/^\/+/, '/')}/` };
      file = path.join(file, 'index.html');
    }
    // Links are resolved before the comparison, so that a link cannot lead out of the folder.
    file = realpathSync(file);
    if (!file.startsWith(folder + path.sep)) return undefined;
    const stat = statSync(file);
    return stat.isFile() ? { file, stat } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder
 * @param {{ port?: number, headers?: Record<string, string>, onRequest?: (path: string) => void }} [options]
 *   port 0 takes a free port; headers are added to every answer
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function startServer(folder, { port = 0, headers = {}, onRequest } = {}) {
  const base = realpathSync(folder);
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    onRequest?.(url);
    /** @param {number} status @param {Record<string, string | number>} [more] @param {string} [text] */
    const answer = (status, more = {}, text = '') => {
      response.writeHead(status, {
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
        ...headers,
        ...more,
      });
      response.end(text);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { Allow: 'GET, HEAD' });
    const found = fileFor(base, url);
    if (!found) return answer(404, { 'Content-Type': 'text/plain' }, 'Not found\n');
    if (found.redirect) return answer(301, { Location: found.redirect });
    const { file, stat } = /** @type {{ file: string, stat: import('node:fs').Stats }} */ (found);
    // Size and time identify a version of a file. Browsers ask each time and get the file only if it has changed.
    const tag = `"${stat.size.toString(36)}-${stat.mtimeMs.toString(36)}"`;
    if (request.headers['if-none-match'] === tag) return answer(304, { ETag: tag });
    response.writeHead(200, {
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': stat.size,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
      ETag: tag,
      ...headers,
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve({
        url: `http://localhost:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const isolated = given.includes('--isolated');
  const [folder, flag, value = '8080', ...more] = given.filter((argument) => argument !== '--isolated');
  const port = Number(value);
  const odd = more.length > 0 || (flag !== undefined && flag !== '--port');
  if (!folder || odd || !Number.isInteger(port) || port < 0 || port > 65535) {
    console.error('Usage: node serve.mjs FOLDER [--port 0..65535] [--isolated]');
    process.exit(2);
  }
  try {
    const { url } = await startServer(folder, { port, headers: isolated ? kIsolation : {} });
    console.log(`Serving at ${url}${isolated ? ', isolated' : ''} (this machine only). Stop with Ctrl-C.`);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const hint = code === 'EADDRINUSE' ? `Port ${port} is in use: choose another with --port N.` : message;
    console.error(hint);
    process.exit(1);
  }
}
