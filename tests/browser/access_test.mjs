// Everybody can use it: axe-core on every screen in both colour schemes, and the keyboard at 200 % zoom.
import axe from 'axe-core';
import { columnAddress, enter, goTo, signIn } from './browser.mjs';
import { ensure, equal, test } from './check.mjs';
import { addOddPages, Review } from './run.mjs';
import { screens } from './screens.mjs';

async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

/// Whether the middle of the picture that is asked about can be seen, where there is one.
function inkInSight() {
  const image = document.querySelector('.card.current img');
  if (!image) return true;
  const { left, top, width, height } = image.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2) === image;
}

/// What one meets with the Tab key: every element once, each visible, with a focus one can see.
async function tabThrough(page) {
  const faults = [];
  const met = new Set();
  for (let at = 0, outside = 0; at < 400 && outside < 2; at += 1) {
    await page.keyboard.press('Tab');
    const one = await page.evaluate(() => {
      const node = document.activeElement;
      if (!node || node === document.body) return null;
      const box = node.getBoundingClientRect();
      const style = getComputedStyle(node);
      const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)));
      node.dataset.met ??= String(document.querySelectorAll('[data-met]').length);
      return { id: node.dataset.met, html: node.outerHTML.slice(0, 90), seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && (node === top || node.contains(top) || top?.contains(node)),
        marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    });
    if (!one) outside += 1;  // the browser's own buttons
    if (!one || met.has(one.id)) continue;
    met.add(one.id);
    if (!one.seen) faults.push(`not in sight: ${one.html}`);
    if (!one.marked) faults.push(`no focus to be seen: ${one.html}`);
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
    .filter((node) => node.offsetParent && !node.dataset.met && node.type !== 'radio').map((node) => `not reached: ${node.outerHTML.slice(0, 90)}`));
  return [...faults, ...missed];
}

async function show(page, screen) {
  await goTo(page, '#/nowhere', '.hero');
  await goTo(page, screen.hash, screen.wait);
  await screen.prepare?.(page);
  await page.waitForTimeout(200);
}

/// A value typed unseen that is not what was read: somebody has to decide between the two.
async function disagree(page) {
  const { columns } = await page.evaluate(() => fetch('/api/work').then((answer) => answer.json()));
  await goTo(page, columnAddress(columns.find(({ kind, mode }) => kind === 'text' && mode === 'rekey').key).slice(1), '.card.current');
  await page.keyboard.type('Xylophone');
  await enter(page);
}

export async function accessTests(browser, out) {
  addOddPages(out, { form: 'daily-notes', seed: 120 });
  const review = await new Review(out).start();
  const page = await signIn(browser, review.link);
  await disagree(page);
  const all = await screens(page);
  await test('there is something on every screen', async () => {
    const names = all.map(({ name }) => name);
    for (const name of ['adjudication', 'audit', 'quarantine', 'people']) ensure(names.includes(name), `no ${name} to look at`);
    for (const { name, hash } of all.filter(({ hash: one }) => ['#/quarantine', '#/people'].includes(one))) {
      await goTo(page, hash, '.two');
      ensure(await page.$('#main .actions button'), `nothing waits under ${name}`);
    }
  });
  for (const colorScheme of ['light', 'dark']) {
    await test(`axe-core finds nothing on ${all.length} screens, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      for (const screen of all) {
        await show(page, screen);
        equal(await violations(page), [], screen.name);
        await screen.leave?.(page);
      }
    });
  }
  await test('everything is reached and seen by keyboard at 200 % zoom', async () => {
    await page.setViewportSize({ width: 683, height: 340 });  // 1366 x 680 at 200 %
    for (const screen of all) {
      await show(page, screen);
      ensure(await page.evaluate(inkInSight), `${screen.name}: the ink that is asked about lies under something at 200 %`);
      if (!screen.leave) equal(await tabThrough(page), [], screen.name);
      await screen.leave?.(page);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
      ensure(wide <= 0, `${screen.name} is ${wide} px too wide at 200 %`);
    }
  });
  equal(page.complaints, [], 'the page complained');
  await review.end();
}
