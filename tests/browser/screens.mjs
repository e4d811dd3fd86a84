// Every screen there is, with something on it: for axe-core, and for the pictures in docs.

/// [{name, hash, wait, prepare, leave}] for what waits in this run.
export async function screens(page) {
  const work = await page.evaluate(() => fetch('/api/work').then((answer) => answer.json()));
  const { documents } = await page.evaluate(() => fetch('/api/documents').then((answer) => answer.json()));
  const column = (mode, ...kinds) => work.columns.find((one) => one.mode === mode && kinds.includes(one.kind));
  const to = (name, one, extra = {}) => (one ? [{ name, hash: `#/column/${encodeURIComponent(one.key)}`, wait: '.card.current', ...extra }] : []);
  const odd = column('confirm', 'date');
  return [
    { name: 'home', hash: '#/', wait: '.list', inDocs: 'home' },
    ...to('names', work.columns.find(({ key }) => /surname$/.test(key)) ?? column('confirm', 'text'), { inDocs: 'column' }),
    ...to('dates', odd),
    ...to('odd', odd, { prepare: type('99/99/1938', 'Enter'), leave: async (one) => { await one.keyboard.press('Escape'); } }),
    ...to('choices', column('confirm', 'choices', 'choice', 'scale', 'checkbox')),
    ...to('prose', column('confirm', 'paragraph')),
    ...to('unseen', column('rekey', 'text'), { inDocs: 'unseen' }),
    ...(work.adjudication.left ? [{ name: 'adjudication', hash: '#/adjudication', wait: '.card.current' }] : []),
    ...(work.audit.left ? [{ name: 'audit', hash: '#/audit', wait: '.card.current' }] : []),
    { name: 'documents', hash: '#/documents', wait: 'tbody a' },
    { name: 'document', hash: `#/document/${documents[0].id}`, wait: '.fields .current', inDocs: 'document' },
    { name: 'quarantine', hash: '#/quarantine', wait: '.two' },
    { name: 'people', hash: '#/people', wait: '.two' },
    { name: 'keys', hash: '#/', wait: '.list', prepare: async (one) => { await one.keyboard.press('?'); }, leave: async (one) => { await one.keyboard.press('Escape'); } },
  ];
}

function type(text, key) {
  return async (page) => {
    await page.focus('#entry');
    await page.keyboard.type(text);
    await page.keyboard.press(key);
    await page.waitForSelector('.odd');
  };
}
