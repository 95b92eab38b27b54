/** Files go up with the manners of every other call. */
import { expect, it, vi } from 'vitest';
import { signedOut } from './client.js';
import { receiving } from './testing/upload.js';
import { putFile } from './upload.js';

const file = new Blob(['a,b\n1,2\n']);

it('sends the file with the header that unsafe requests need, and says how far it is', async () => {
  const sent = receiving(() => ({ status: 200, body: { rows: 1 } }));
  const onProgress = vi.fn();
  const answer = await putFile('/api/v1/x', file, { headers: { 'Content-Type': 'text/csv' }, onProgress });
  expect(answer).toEqual({ rows: 1 });
  expect(sent).toEqual([{ address: '/api/v1/x', headers: { 'X-Plumbline': '1', 'Content-Type': 'text/csv' }, file }]);
  expect(onProgress).toHaveBeenLastCalledWith(file.size);
});

it('throws a problem in words, also where a proxy answered', async () => {
  receiving(() => ({ status: 422, body: { status: 422, code: 'unknown_file', detail: 'No such table.' } }));
  const how = { headers: {}, onProgress: () => undefined };
  await expect(putFile('/x', file, how)).rejects.toMatchObject({ status: 422, message: 'No such table.' });
  receiving(() => ({ status: 502 }));
  await expect(putFile('/x', file, how)).rejects.toMatchObject({ status: 502 });
  receiving(() => ({ status: 0 }));
  await expect(putFile('/x', file, how)).rejects.toMatchObject({ status: 0, code: 'no_connection' });
});

it('says so when the API no longer knows who is asking', async () => {
  const heard = vi.fn();
  window.addEventListener(signedOut, heard, { once: true });
  receiving(() => ({ status: 401 }));
  await expect(putFile('/x', file, { headers: {}, onProgress: () => undefined })).rejects.toMatchObject({
    status: 401,
  });
  expect(heard).toHaveBeenCalledOnce();
});
