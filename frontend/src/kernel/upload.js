/** Sends a file as it is and says how far it has come, which `fetch` cannot; otherwise the same manners as the client. */
import { signedOut } from './client.js';
import { Problem, problemOf } from './problem.js';

/** @param {string} text @returns {unknown} */
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The body of the answer; otherwise throws a Problem.
 * @param {string} address
 * @param {Blob} file
 * @param {{ headers: Record<string, string>, onProgress: (sent: number) => void }} how `sent`: bytes that have left
 * @returns {Promise<unknown>}
 */
export function putFile(address, file, { headers, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address);
    for (const [name, value] of Object.entries({ 'X-Plumbline': '1', ...headers })) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => reject(new Problem({ status: 0, code: 'no_connection' }));
    request.onload = () => {
      const body = jsonOf(request.responseText);
      if (request.status === 401) window.dispatchEvent(new Event(signedOut));
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(problemOf(request.status, body));
    };
    request.send(file);
  });
}
