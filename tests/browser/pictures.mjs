// Pictures of the review page for docs/pictures. Usage: node pictures.mjs FOLDER TO [--all]
// --all: of every screen, light, dark and at a zoom of 200 %, into TO, to be looked at.
import path from 'node:path';
import { enter, goTo, open, signIn } from './browser.mjs';
import { makeRun, Review } from './run.mjs';
import { screens } from './screens.mjs';

const [folder, to, all] = process.argv.slice(2);
const viewport = { width: 1200, height: 675 };

/// One value is typed as nobody wrote it, so that there is something to decide between.
async function differ(page) {
  const { columns } = await page.evaluate(() => fetch('/api/work').then((answer) => answer.json()));
  const column = columns.find(({ kind, mode, label }) => kind === 'text' && mode === 'rekey' && label.endsWith('Dose'));
  if (!column) return;
  await goTo(page, `#/column/${encodeURIComponent(column.key)}`, '.card.current');
  await page.keyboard.type('2.5 mg');
  await enter(page);
}

async function picture(page, screen, file) {
  await goTo(page, '#/nowhere', '.hero');
  await goTo(page, screen.hash, screen.wait);
  await screen.prepare?.(page);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForTimeout(150);
  await page.screenshot({ path: file });
  await screen.leave?.(page);
}

const out = makeRun(path.resolve(folder), [['care-plan', 3], ['medication-list', 2], ['observations', 3], ['falls-risk', 3]].map(([form, count]) => ({ form, count, seed: 112 })));
const browser = await open();
const review = await new Review(out).start();
const page = await signIn(browser, review.link, { viewport });
await differ(page);
const list = await screens(page);
const half = { width: 600, height: 338 };  // what a page has at a zoom of 200 %
const looks = all ? [['light', 'light', viewport], ['dark', 'dark', viewport], ['zoomed', 'light', half]] : [['review', 'light', viewport]];
for (const [look, colorScheme, size] of looks) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  for (const screen of all ? list : list.filter(({ inDocs }) => inDocs)) await picture(page, screen, path.join(to, `${look}-${all ? screen.name : screen.inDocs}.png`));
}
await browser.close();
await review.end();
