// Debian's Chromium, driven.
import { chromium } from 'playwright-core';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const open = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });

/// A signed-in page in a browser of its own (cookies are not shared). Whatever the page complains about is kept in
/// page.complaints: a request to anywhere else, a breach of its own policy, an exception.
export async function signIn(browser, link, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 680 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);  // the machine may be busy with other things
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|404)|ERR_CONNECTION/.test(message.text())) page.complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(link).origin)) page.complaints.push(`asked ${new URL(request.url()).origin}`);
  });
  await page.goto(link);
  await page.waitForSelector('#main h1');
  return page;
}

/// Waits until no decision is on its way.
export const saved = (page) => page.waitForFunction(() => ['', 'All saved'].includes(document.getElementById('saved').textContent));

export const columnAddress = (key) => `/#/column/${encodeURIComponent(key)}`;

/// Goes to a screen by its address, and waits until it stands.
export async function goTo(page, hash, wait = '#main h1') {
  await page.evaluate((to) => {
    if (location.hash !== to) document.getElementById('main').firstElementChild.dataset.left = '';
    location.hash = to;
  }, hash);
  await page.waitForFunction((selector) => document.querySelector(selector)?.closest('[data-left]') === null, wait);
}

/// Saves what is typed as it is written, whatever the page finds odd about it.
export async function enter(page) {
  await page.keyboard.press('Enter');
  const asks = await page.waitForFunction(() => (document.getElementById('entry-says')?.textContent.includes('Enter again') ? 'yes' : document.getElementById('entry')?.value ? null : 'no'));
  if ((await asks.jsonValue()) === 'yes') await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.getElementById('entry')?.value);
  await saved(page);
}
