// In the middle of the work: the server is killed, the page reloaded, the session ended, somebody else is there too.
import { columnAddress, enter, goTo, saved, signIn } from './browser.mjs';
import { ensure, equal, test } from './check.mjs';
import { readJson, records, Review } from './run.mjs';
import path from 'node:path';

const cards = (page) => page.evaluate(() => [...document.querySelectorAll('.card:not(.done)')].map((card) => `${card.dataset.document} ${card.dataset.field}`));
const current = (page) => page.evaluate(() => { const card = document.querySelector('.card.current'); return { document: card.dataset.document, field: card.dataset.field }; });
const fieldIn = (out, { document, field }) => readJson(path.join(out, 'documents', document, 'record.json')).fields.find(({ name }) => name === field);
const typed = (page) => page.evaluate(() => document.getElementById('entry')?.value);
const banner = (page, words) => page.waitForFunction((said) => !document.getElementById('banner').hidden && document.getElementById('banner').textContent.includes(said), words);
const noBanner = (page) => page.waitForFunction(() => document.getElementById('banner').hidden);

async function linkFor(page, name) {
  await goTo(page, '#/', '#new-reviewer');
  await page.fill('#new-reviewer', name);
  await page.click('#add-reviewer');
  return page.inputValue('#new-link');
}

/// The fullest column of free text that is not typed unseen.
async function textColumn(page) {
  const { columns } = await page.evaluate(() => fetch('/api/work').then((answer) => answer.json()));
  return columns.find(({ kind, mode }) => kind === 'text' && mode === 'confirm').key;
}

export async function interruptedTests(browser, out) {
  let review = await new Review(out).start();
  const page = await signIn(browser, review.link);
  const key = await textColumn(page);

  await test('a link works once, and a wrong one never', async () => {
    for (const link of [review.link, `${review.url}/sign-in?token=${'0'.repeat(64)}`, `${review.url}/sign-in`]) {
      const stranger = await (await browser.newContext()).newPage();
      equal((await stranger.goto(link)).status(), 401, 'a used or wrong link was let in');
      equal((await stranger.request.get(`${review.url}/api/work`)).status(), 401, 'somebody without a session was answered');
      await stranger.context().close();
    }
  });

  await test('what is half typed is there again after a reload', async () => {
    await goTo(page, columnAddress(key).slice(1), '.card');
    const item = await current(page);
    await page.keyboard.type('Half a word');
    await page.reload();
    await page.waitForSelector('.card.current');
    equal([await current(page), await typed(page)], [item, 'Half a word'], 'the draft is gone');
  });

  await test('a decision made while the server is dead is kept, also over a reload of what is left, and saved once', async () => {
    const item = await current(page);
    await review.kill();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await banner(page, 'does not answer');
    const said = await page.textContent('#banner');
    ensure(said.includes(`--port ${review.port}`), `the banner does not say how to start again: ${said}`);
    review = await new Review(out, review.port).start();
    await noBanner(page);
    await saved(page);
    const { state, value } = await until(() => fieldIn(out, item), (field) => field.reviewed);
    equal([state, value], ['read', 'Half a word'], 'the decision is not in the record');
  });

  await test('what is typed when the session ends is saved after signing in again', async () => {
    await page.waitForSelector('.card.current');
    const item = await current(page);
    await page.keyboard.type('Still here');
    await page.context().clearCookies();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await banner(page, 'signed out');
    await review.end();
    review = await new Review(out, review.port).start();
    const again = await page.context().newPage();
    await again.goto(review.link);
    await noBanner(page);
    await saved(page);
    await again.close();
    equal((await until(() => fieldIn(out, item), (field) => field.reviewed)).value, 'Still here', 'the decision is not in the record');
  });

  await test('two browsers never have the same item, and each sees what the other did', async () => {
    const link = await linkFor(page, 'Pat Reed');
    const other = await signIn(browser, link);
    const seen = [new Set(), new Set()];
    for (let round = 0; round < 4; round += 1) {
      for (const [at, one] of [page, other].entries()) {
        if (round === 0) await goTo(one, columnAddress(key).slice(1), '.card, #home');
        for (const card of await cards(one)) seen[at].add(card);
        if (await one.$('.card')) await one.keyboard.press(round % 2 ? 'Enter' : '-');
        await saved(one);
      }
    }
    equal([...seen[0]].filter((card) => seen[1].has(card)), [], 'both were shown the same');
    ensure(seen[0].size > 0 && seen[1].size > 0, 'one of them was shown nothing');
    equal(other.complaints, [], 'the page complained');
    await other.context().close();
  });

  await test('taking back puts the field before the person again', async () => {
    await goTo(page, '#/', '#start');
    await goTo(page, columnAddress(await textColumn(page)).slice(1), '.card');
    const item = await current(page);
    await page.keyboard.press('-');
    await saved(page);
    await until(() => fieldIn(out, item), (field) => field.reviewed);
    await page.keyboard.press('Backspace');
    await page.waitForFunction((back) => document.querySelector('.card.current')?.dataset.field === back.field && document.querySelector('.card.current').dataset.document === back.document, item);
    await until(() => fieldIn(out, item), (field) => !field.reviewed);
  });

  await test('a value typed unseen that differs is shown beside the reading, with who typed it', async () => {
    const { columns } = await page.evaluate(() => fetch('/api/work').then((answer) => answer.json()));
    const critical = columns.find(({ kind, mode }) => kind === 'text' && mode === 'rekey');
    await goTo(page, columnAddress(critical.key).slice(1), '.card.current');
    const { items } = await page.evaluate((name) => fetch(`/api/items?column=${encodeURIComponent(name)}`).then((got) => got.json()), critical.key);
    const answer = JSON.stringify(items);
    ensure(items.length && !/"(display|value|text|candidates|completions|confidence)":/.test(answer), 'a blind value is in an answer');
    await page.keyboard.type('Xylophone');
    await enter(page);
    await goTo(page, '#/adjudication', '.card.current');
    const words = await page.textContent('.card.current .value');
    ensure(words.includes('Xylophone') && words.includes(await page.textContent('#reviewer')), `the card says ${words}`);
    await page.keyboard.press('2');
    await saved(page);
  });

  equal(page.complaints, [], 'the page complained');
  await review.end();
}

async function until(read, holds) {
  for (let tries = 0; ; tries += 1) {
    const found = read();
    if (holds(found) || tries > 100) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
