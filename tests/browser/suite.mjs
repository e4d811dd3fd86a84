// The review page in Debian's Chromium. Usage: node suite.mjs FOLDER     FOLDER: for runs; made anew
// The last line is "N passed, N failed". CARESCAN_ROOT: the source tree; CARESCAN: the binary.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { accessTests } from './access_test.mjs';
import { open } from './browser.mjs';
import { summary } from './check.mjs';
import { clearTests } from './clear_test.mjs';
import { editTests } from './edit_test.mjs';
import { interruptedTests } from './interrupted_test.mjs';
import { makeRun } from './run.mjs';

const folder = path.resolve(process.argv[2]);
const piles = [['observations', 26], ['falls-risk', 4], ['nutrition-screening', 6], ['daily-notes', 2], ['medication-list', 1], ['care-plan', 1]]
  .map(([form, count]) => ({ form, count, seed: 120 }));
const out = process.env.CARESCAN_RUN ?? makeRun(folder, piles);
const copy = (name) => {
  const to = path.join(folder, name);
  rmSync(to, { recursive: true, force: true });
  cpSync(out, path.join(to, 'out'), { recursive: true });
  cpSync(path.join(out, '../scans'), path.join(to, 'scans'), { recursive: true });
  return path.join(to, 'out');
};

const browser = await open();
const only = process.env.ONLY?.split(',') ?? ['access', 'interrupted', 'clear', 'edit'];
if (only.includes('access')) await accessTests(browser, copy('access'));
if (only.includes('interrupted')) await interruptedTests(browser, copy('interrupted'));
if (only.includes('clear')) await clearTests(browser, copy('clear'));
if (only.includes('edit')) await editTests(browser, path.join(folder, 'edit'));
await browser.close();
process.exit(summary());  // whatever a failed test left running goes with us
