// The template editor, driven: boxes by mouse and by keyboard, live findings, a scan tried, and what is saved.
import axe from 'axe-core';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signIn } from './browser.mjs';
import { ensure, equal, test } from './check.mjs';
import { Review, carescan, makeScans, root } from './run.mjs';

/// A part of the page that needs no browser.
const { follow } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(path.join(root, 'src/editor/page/rename.js'), 'utf8'))}`);

/// `carescan template edit` over a copy of a form.
class Editing extends Review {
  spawn() {
    return spawn(carescan, ['template', 'edit', this.out, '--no-browser'], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

const shown = (page) => page.evaluate(() => document.getElementById('wrong-title').textContent);
const textOf = (folder) => readFileSync(path.join(folder, 'form.json'), 'utf8');
const linesChanged = (was, now) => [was.split('\n').filter((line) => !now.split('\n').includes(line)), now.split('\n').filter((line) => !was.split('\n').includes(line))];

async function save(page) {
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => document.getElementById('saved').textContent === 'All saved');
}

/// Where a place of the page, in mm, is on the screen.
const onScreen = (page, x, y) => page.evaluate(([left, top]) => {
  const at = new DOMPoint(left, top).matrixTransform(document.querySelector('.sheet svg').getScreenCTM());
  return [at.x, at.y];
}, [x, y]);

async function dragged(page, from, to) {
  await page.mouse.move(...await onScreen(page, ...from));
  await page.mouse.down();
  await page.mouse.move(...await onScreen(page, ...to), { steps: 4 });
  await page.mouse.up();
}

async function faults(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

export async function editTests(browser, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['falls-risk', 'lexicons']) cpSync(path.join(root, 'templates', name), path.join(folder, name), { recursive: true });
  makeScans(path.join(folder, 'scans'), [{ form: 'falls-risk', count: 1, seed: 101 }]);
  const form = path.join(folder, 'falls-risk');
  const was = textOf(form);
  const editing = await new Editing(form).start();
  const page = await signIn(browser, editing.link);
  await page.waitForSelector('.sheet rect.box');

  await test('edit: saving what nobody changed leaves form.json as it is', async () => {
    await save(page);
    equal(textOf(form), was, 'form.json');
  });
  await test('edit: a box is moved and resized with the keys, undone and redone, and only its line is written', async () => {
    await page.click('#field-1');
    const [x, y, width, height] = JSON.parse(was).fields[1].box;
    await page.focus('#sheet');
    for (const key of ['ArrowRight', 'Alt+ArrowDown', 'Shift+ArrowRight', 'Shift+Alt+ArrowUp']) await page.keyboard.press(key);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+y');
    await save(page);
    const close = (one, two) => Math.abs(one - two) < 0.011;
    const box = JSON.parse(textOf(form)).fields[1].box;
    ensure([x + 0.5, y + 0.1, width + 0.5, height - 0.1].every((mm, at) => close(mm, box[at])), `the box is ${box}`);
    equal(linesChanged(was, textOf(form)).map((lines) => lines.length), [1, 1], 'lines of form.json');
    ensure((await page.textContent('#version-note')).includes('version is still'), 'the version is told');
  });
  await test('edit: a box is drawn and named, becomes a comb, and what is wrong is told at once', async () => {
    const before = textOf(form);
    await dragged(page, [150, 3], [186, 9]);
    await page.keyboard.type('room');
    await page.keyboard.press('Tab');
    await page.fill('#label', 'Room');
    await page.selectOption('#kind', 'comb');
    await page.fill('#cells', '4');
    await page.keyboard.press('Tab');
    await page.check('#required');
    await page.fill('#name', 'Not A Name');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => /[1-9]\d* errors?/.test(document.getElementById('wrong-title').textContent));
    await page.fill('#name', 'room');
    await page.keyboard.press('Tab');
    await save(page);
    const field = JSON.parse(textOf(form)).fields.find(({ name }) => name === 'room');
    equal([field.kind, field.cells.length, field.required, field.label], ['comb', 4, true, 'Room'], 'the new field');
    equal(linesChanged(before, textOf(form)).map((lines) => lines.length), [0, 1], 'lines of form.json');
  });
  await test('edit: a box is moved with the mouse, and a field is deleted', async () => {
    const { box: [x, y] } = JSON.parse(textOf(form)).fields.find(({ name }) => name === 'room');
    await dragged(page, [x + 10, y + 3], [x + 12, y + 3]);
    await save(page);
    const moved = JSON.parse(textOf(form)).fields.find(({ name }) => name === 'room').box;
    ensure(Math.abs(moved[0] - x - 2) < 0.3 && moved[1] === y, `moved to ${moved}`);
    await page.focus('#sheet');
    await page.keyboard.press('Delete');
    await save(page);
    ensure(!textOf(form).includes('"room"'), 'the field is gone');
  });
  await test('edit: what names a field follows its new name, and undo takes all back', async () => {
    const before = textOf(form);
    const errors = /^\d+ errors?/.exec(await shown(page))?.[0];
    await page.click(`#field-${JSON.parse(before).fields.findIndex(({ name }) => name === 'surname')}`);
    await page.fill('#name', 'family_name');
    await page.keyboard.press('Tab');
    await page.waitForSelector('#followed');
    await save(page);
    const after = textOf(form);
    ensure(!/[{"+ ]surname[}"+ |[]/.test(after.replaceAll('"surnames"', '')), 'something still names it as it was');
    ensure(after.includes('{{family_name}}'), 'the mapping did not follow');
    equal(/^\d+ errors?/.exec(await shown(page))?.[0], errors, 'errors');
    await page.focus('#sheet');
    await page.keyboard.press('Control+z');
    await save(page);
    equal(textOf(form), before, 'form.json after undo');
  });
  await test('edit: names in rules and ties and mappings follow, and words that only look like them do not', () => {
    const named = (one) => ({
      fields: [{ name: one, rules: [{ rule: 'pattern', argument: 'obs' }] }, { name: 'no_obs', ties: one, rules: [{ rule: 'not_before', argument: one }, { rule: 'range', max_field: `${one}[*].most` }] },
        { name: 't', columns: [{ name: 'obs', rules: [{ rule: 'range', min_field: one }] }] }],
      rules: [{ rule: 'sum', fields: [`${one}[*].pulse`, 't[*].obs'], message: 'obs' }, { rule: 'news2', fields: { pulse: `${one}[2].pulse`, obs: 'other' } }],
      fhir: [{ id: 'obs', for_each: `${one}[*]`, when: `{{${one}[*].pulse + obs_2 | obs | map:obs=1}}`, text: `obs {{ ${one}|words}} and {{@obs}}`, section: [`${one}[*].pulse`, 't[*].obs'], code: 'obs' }],
    });
    const json = named('obs');
    json.fields[0].name = 'readings';
    equal([follow(json, 'obs', 'readings'), json], [10, named('readings')], 'what follows');
  });
  await test('edit: a scan is tried with the form as it is on the screen', async () => {
    const [scan] = readdirSync(path.join(folder, 'scans')).filter((name) => name.endsWith('.pdf'));
    await page.setInputFiles('#scan', path.join(folder, 'scans', scan));
    await page.waitForSelector('.read tbody tr', { timeout: 120000 });
    const rows = await page.locator('.read tbody tr').count();
    ensure(rows > 5, `${rows} fields were read`);
    await page.locator('.read img').first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('.read img').naturalWidth > 10);
    ensure(/printing is \d\.\d\d mm off/.test(await page.textContent('main')), 'the residual is told');
    await page.setInputFiles('#scan', { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Dear Sir') });
    await page.waitForFunction(() => document.body.textContent.includes('cannot be read'));
  });
  for (const colorScheme of ['light', 'dark']) {
    await test(`edit: axe-core finds nothing, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      for (const field of [null, 0, 7]) {
        if (field === null) await page.focus('#sheet').then(() => page.keyboard.press('Escape'));
        else await page.click(`#field-${field}`);
        equal(await faults(page), [], `field ${field}`);
      }
    });
  }
  await test('edit: nothing is saved over what somebody else wrote meanwhile', async () => {
    const theirs = textOf(form).replace('"title": "', '"title": "Their ');
    writeFileSync(path.join(form, 'form.json'), theirs);
    await page.click('#field-0');
    await page.fill('#label', 'Mine');
    await page.keyboard.press('Control+s');
    await page.waitForFunction(() => document.getElementById('banner').textContent.includes('changed by somebody else'));
    equal(textOf(form), theirs, 'form.json');
    equal(readdirSync(form).filter((name) => name.startsWith('form.json.')), [], 'files beside');
  });
  equal(page.complaints.filter((words) => !words.includes('409') && !words.includes('400')), [], 'the page complained');
  await editing.end();
}
