// 10,000 documents in the queue: how long until the first screen, until the next item, and how much memory the server
// takes. Usage: node bench.mjs FOLDER [DOCUMENTS]     Exit code 0 only when all limits hold.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { columnAddress, goTo, open, saved, signIn } from './browser.mjs';
import { ensure, summary, test } from './check.mjs';
import { multiply } from './many.mjs';
import { makeRun, Review } from './run.mjs';

const folder = path.resolve(process.argv[2]);
const documents = Number(process.argv[3] ?? 10000);
const [warming, presses] = [150, 400];

const residentMb = (review) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${review.process.pid}/status`, 'utf8'))[1]) / 1024;
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const ask = (page, question) => page.evaluate((path_) => fetch(path_).then((answer) => answer.json()), question);

async function counted(page) {
  for (;;) {
    const work = await ask(page, '/api/work');
    if (!work.indexing) return work;
    await page.waitForTimeout(200);
  }
}

/// From the address until the current item's ink is painted, in ms, by the page's own clock.
function firstScreen(page, hash) {
  return page.evaluate((to) => new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      const image = document.querySelector('.card.current img');
      if (image?.complete && image.naturalWidth) requestAnimationFrame(() => resolve(performance.now() - began));
      else setTimeout(look, 2);
    };
    location.hash = to;
    setTimeout(look, 0);
  }), hash);
}

/// Presses Enter at a reviewer's pace, and times each from the key until the next item with its ink is on the screen.
async function keyTimes(page, times) {
  await page.evaluate(() => {
    const listens = Boolean(window.keyTimes);
    window.keyTimes = [];
    if (listens) return;
    document.addEventListener('keydown', () => {
      const began = performance.now();
      const before = document.querySelector('.card.current');
      const look = () => {
        const card = document.querySelector('.card.current');
        const image = card?.querySelector('img');
        if (card && card !== before && image.complete && image.naturalWidth) requestAnimationFrame(() => window.keyTimes.push(performance.now() - began));
        else setTimeout(look, 1);
      };
      setTimeout(look, 0);
    }, { capture: true });
  });
  let values = 0;
  for (let at = 0; at < times; at += 1) {
    const alike = await page.evaluate(() => document.querySelectorAll('.card.chosen').length);  // one Enter confirms them all
    values += alike;
    await page.keyboard.press('Enter');
    await page.waitForFunction((done) => window.keyTimes.length >= done, at + 1);
    await page.waitForTimeout(80 + 40 * alike);  // nobody sees a value faster
    await page.waitForFunction(() => [...document.querySelectorAll('.card img')].every(({ complete }) => complete));  // Enter waits for all that it takes
  }
  console.log(`        ${times} keys confirmed ${values} values`);
  return page.evaluate(() => window.keyTimes);
}

const out = makeRun(folder, [{ form: 'observations', count: 6, seed: 140 }, { form: 'nutrition-screening', count: 6, seed: 140 }, { form: 'falls-risk', count: 4, seed: 140 }]);
multiply(out, documents);
const browser = await open();
const began = Date.now();
const review = await new Review(out).start();
const page = await signIn(browser, review.link);
const work = await counted(page);
console.log(`        ${work.progress.documents} documents, ${work.progress.left} values wait; counted after ${((Date.now() - began) / 1000).toFixed(1)} s; server ${residentMb(review).toFixed(0)} MB`);

await test('the first screen is there within 300 ms', async () => {
  const times = [];
  for (const column of work.columns.filter(({ left }) => left > 40).slice(0, 8)) {
    times.push(await firstScreen(page, columnAddress(column.key).slice(1)));
    await goTo(page, '#/', '.list');
  }
  console.log(`        first screen: median ${quantile(times, 0.5).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`);
  ensure(Math.max(...times) <= 300, 'slower than 300 ms');
});

await test('from a key to the next item in 50 ms, 95 of 100 times', async () => {
  const column = work.columns.find(({ mode }) => mode === 'confirm');
  await goTo(page, columnAddress(column.key).slice(1), '.card.current');
  await keyTimes(page, warming);  // the caches fill
  const [before, times] = [residentMb(review), (await keyTimes(page, presses)).slice(-presses)];
  await saved(page);
  const after = residentMb(review);
  console.log(`        ${times.length} keys: median ${quantile(times, 0.5).toFixed(0)} ms, 95 % ${quantile(times, 0.95).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms; server ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`);
  ensure(quantile(times, 0.95) <= 50, 'slower than 50 ms');
  ensure(after <= before + 32, 'the server grew by more than 32 MB');
});

await browser.close();
await review.end();
process.exitCode = summary();
