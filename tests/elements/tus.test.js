import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotTaken, metadata, sendFile, waitAfter } from '../../static/fieldstudy/lib/tus.js';

const SIZE = 700 * 1024;
const FILE = new Blob([new Uint8Array(SIZE).map((_, index) => index % 251)], { type: 'audio/webm' });

/** A server that keeps what arrives; the answers to some requests are lost on the way back. */
class Server {
  bytes = new Uint8Array(0);
  calls = [];
  seen = new Set();

  constructor(...lost) {
    this.lost = lost;
  }

  fetch = async (url, { method, headers, body }) => {
    this.calls.push(`${method} ${url}`);
    const answer = await this.#answer(method, headers, body);
    if (this.lost[0] !== method) return answer;
    this.lost.shift();
    throw new TypeError('network');
  };

  async #answer(method, headers, body) {
    const at = () => ({ 'Upload-Offset': String(this.bytes.length) });
    if (method === 'POST') {
      const isKnown = this.seen.has(headers['Upload-Metadata']);
      this.seen.add(headers['Upload-Metadata']);
      return new Response(null, { status: isKnown ? 200 : 201, headers: { ...at(), Location: '/u/1' } });
    }
    if (method === 'HEAD') return new Response(null, { status: 200, headers: at() });
    if (Number(headers['Upload-Offset']) !== this.bytes.length) {
      return new Response(null, { status: 409, headers: at() });
    }
    const piece = new Uint8Array(await body.arrayBuffer());
    this.bytes = new Uint8Array([...this.bytes, ...piece]);
    return new Response(null, { status: 204, headers: at() });
  }
}

const send = (server, more = {}) =>
  sendFile(FILE, 'ab'.repeat(32), {
    url: '/u/',
    id: 'the-id',
    fetch: server.fetch,
    rest: async () => {},
    ...more,
  });

const arrived = async (server) =>
  assert.deepEqual(server.bytes, new Uint8Array(await FILE.arrayBuffer()));

test('a file arrives whole, in pieces', async () => {
  const server = new Server();
  const progress = [];
  await send(server, { onProgress: (sent) => progress.push(sent) });
  await arrived(server);
  assert.ok(server.calls.length >= 3);
  assert.equal(progress.at(-1), SIZE);
});

test('a lost answer sends no byte twice and makes no second file', async () => {
  const server = new Server('POST', 'PATCH', 'PATCH');
  await send(server);
  await arrived(server);
  assert.equal(server.seen.size, 1);
});

test('it carries on where the server says the file ends', async () => {
  const server = new Server();
  await send({
    fetch: async (url, options) => {
      // Another tab was faster with the first piece.
      if (options.method === 'PATCH' && server.bytes.length === 0) {
        server.bytes = new Uint8Array((await FILE.arrayBuffer()).slice(0, 1000));
      }
      return server.fetch(url, options);
    },
  });
  await arrived(server);
});

test('a busy server is asked again when it says', async () => {
  let isBusy = true;
  const server = new Server();
  const waits = [];
  await send(
    {
      fetch: async (url, options) => {
        if (!isBusy) return server.fetch(url, options);
        isBusy = false;
        return new Response(null, { status: 503, headers: { 'Retry-After': '7' } });
      },
    },
    { onWait: (seconds) => waits.push(seconds) },
  );
  assert.deepEqual(waits, [7]);
  await arrived(server);
});

test('a refusal ends it, with the words of the server', async () => {
  const problem = { title: 'This file is too large.', detail: 'At most 30 MB.' };
  const fetch = async () => new Response(JSON.stringify(problem), { status: 413 });
  await assert.rejects(send({ fetch }), (error) => {
    assert.ok(error instanceof NotTaken);
    assert.deepEqual([error.status, error.message], [413, 'This file is too large. At most 30 MB.']);
    return true;
  });
});

test('taking the file off ends it', async () => {
  const end = new AbortController();
  const fetch = async () => {
    end.abort();
    throw new DOMException('', 'AbortError');
  };
  await assert.rejects(send({ fetch }, { signal: end.signal }), { name: 'AbortError' });
});

test('waits double up to a minute', () => {
  assert.deepEqual([0, 1, 2, 10].map((tries) => waitAfter(tries, () => 0)), [1, 2, 4, 60]);
});

test('metadata is base64 of UTF-8', () => {
  assert.equal(metadata({ id: 'x', type: '图' }), `id ${btoa('x')},type 5Zu+`);
});
