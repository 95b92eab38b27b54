/** Fails when what a browser must load grows over its budget: kilobytes after gzip, measured on the built files. */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('dist/', import.meta.url);
const budgets = { 'index.html': 150, 'respond.html': 80 };
const cssBudget = 20;

/** @param {string} path */
const size = (path) => gzipSync(readFileSync(new URL(path, dist))).length / 1000;

/** The scripts that a page loads before anything is clicked: its own, and what they import statically.
 * @param {string} page */
function firstLoad(page) {
  const html = readFileSync(new URL(page, dist), 'utf8');
  const found = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]));
  for (const path of found) {
    const text = readFileSync(new URL(path, dist), 'utf8');
    for (const m of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) found.add(`assets/${m[1]}`);
  }
  return [...found];
}

let over = false;
/** @param {string} what @param {number} kilobytes @param {number} budget */
function report(what, kilobytes, budget) {
  over ||= kilobytes > budget;
  console.log(`${kilobytes > budget ? 'OVER' : 'ok  '} ${what}: ${kilobytes.toFixed(1)} kB of ${budget} kB (gzip)`);
}

for (const [page, budget] of Object.entries(budgets)) {
  const scripts = firstLoad(page);
  if (!scripts.length) throw new Error(`${page} loads no script: the budget would measure nothing.`);
  report(
    `${page}, ${scripts.length} scripts`,
    scripts.reduce((sum, path) => sum + size(path), 0),
    budget,
  );
}
for (const file of readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.css'))) {
  report(file, size(`assets/${file}`), cssBudget);
}
process.exitCode = over ? 1 : 0;
