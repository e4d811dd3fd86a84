// Where everything begins: who is here, which screen the address names, and what lies over all screens.
import { get, post } from './api.js';
import { announce, byId } from './dom.js';
import { forgetAll, restore, setReviewer, unsaved } from './outbox.js';
import { patiently } from './connection.js';
import { showHelp } from './keys.js';
import { ColumnScreen } from './column.js';
import { DocumentScreen } from './document.js';
import { DocumentsScreen } from './documents.js';
import { HomeScreen } from './home.js';
import { PeopleScreen } from './people.js';
import { QuarantineScreen } from './quarantine.js';

let screen = null;

function screenFor(hash) {
  const [, name = '', ...parts] = hash.split('/').map(decodeURIComponent);
  if (name === 'column') return new ColumnScreen(parts[0]);
  if (name === 'adjudication' || name === 'audit') return new ColumnScreen(name);
  if (name === 'documents') return new DocumentsScreen();
  if (name === 'document') return new DocumentScreen(parts[0], parts[1]);
  if (name === 'quarantine') return new QuarantineScreen();
  if (name === 'people') return new PeopleScreen();
  return new HomeScreen();
}

function markPlace() {
  for (const link of document.querySelectorAll('header nav a')) {
    if (link.getAttribute('href') === (location.hash || '#/')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function route() {
  screen?.close();
  markPlace();
  const mine = screenFor(location.hash || '#/');
  screen = mine;
  try {
    await mine.start();
  } catch (error) {
    if (mine === screen) byId('main').textContent = `${error.message} `;
    throw error;
  }
}

async function signOut() {
  if (unsaved()) return announce('Something is not saved yet.');
  await post('/api/sign-out', {});
  forgetAll();
  byId('main').replaceChildren('You are signed out. You can close this window.');
  return screen?.close();
}

async function begin() {
  const work = await patiently('work', () => get('/api/work'));
  byId('reviewer').textContent = work.reviewer.name;
  setReviewer(work.reviewer.name);
  const saved = await restore();
  if (saved) announce('What was not saved when the page went away is saved now.');
  addEventListener('hashchange', route);
  await route();
}

addEventListener('beforeunload', (event) => { if (unsaved()) event.preventDefault(); });
byId('help').addEventListener('click', showHelp);
byId('sign-out').addEventListener('click', signOut);
document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || event.defaultPrevented || event.target.matches('input, textarea, select')) return;
  showHelp();
});
begin();
