/** Puts answers in the place of uploads, which go by XMLHttpRequest. */
import { vi } from 'vitest';

/** @typedef {{ address: string, headers: Record<string, string>, file: Blob }} Sent */

/**
 * @param {(sent: Sent) => { status: number, body?: unknown }} answer status 0 is a connection that was lost
 * @returns {Sent[]} what was sent, in order
 */
export function receiving(answer) {
  /** @type {Sent[]} */
  const all = [];
  class FakeRequest {
    address = '';
    /** @type {Record<string, string>} */
    headers = {};
    upload = { onprogress: /** @type {((event: { loaded: number }) => void)|null} */ (null) };
    onload = /** @type {(() => void)|null} */ (null);
    onerror = /** @type {(() => void)|null} */ (null);
    status = 0;
    responseText = '';

    /** @param {string} _method @param {string} address */
    open(_method, address) {
      this.address = address;
    }

    /** @param {string} name @param {string} value */
    setRequestHeader(name, value) {
      this.headers[name] = value;
    }

    /** @param {Blob} file */
    send(file) {
      const sent = { address: this.address, headers: this.headers, file };
      all.push(sent);
      const { status, body } = answer(sent);
      this.status = status;
      this.responseText = body === undefined ? '' : JSON.stringify(body);
      queueMicrotask(() => {
        this.upload.onprogress?.({ loaded: file.size });
        if (status) this.onload?.();
        else this.onerror?.();
      });
    }
  }
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  return all;
}
