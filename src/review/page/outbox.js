// Decisions on their way to the disk. Each stays in the tab's own storage until the server says that it is written, so
// that neither a reload nor a killed server loses one; nothing else is ever stored, and a saved one is forgotten at once.
import { ApiError, get, post } from './api.js';
import { patiently, report } from './connection.js';
import { byId } from './dom.js';

const unsavedKey = () => `carescan.unsaved.${reviewer}`;
const draftKey = 'carescan.draft';

let reviewer = '';
let queue = [];  // {decisions, resolve}
let sending = null;    // the promise of what is on its way
let waiting = false;  // the server did not take the last one yet

/// Who sits here; what was typed under another name is never sent under this one.
export function setReviewer(name) {
  reviewer = name;
}

function keep() {
  const decisions = queue.flatMap((one) => one.decisions);
  if (decisions.length) sessionStorage.setItem(unsavedKey(), JSON.stringify(decisions));
  else sessionStorage.removeItem(unsavedKey());
  byId('saved').textContent = decisions.length && waiting ? 'Not saved yet' : decisions.length ? 'Saving' : 'All saved';
}

async function sameReviewer() {
  const work = await get('/api/work');
  if (work.reviewer.name === reviewer) return;
  throw Object.assign(new ApiError(401, 'other-reviewer',
    `You are signed in as ${work.reviewer.name} now, and ${reviewer} left something unsaved in this window. ` +
    `Sign in as ${reviewer} in this browser to save it.`));
}

async function send(decisions) {
  if (waiting) await sameReviewer();
  try {
    return await post('/api/decisions', { decisions });
  } catch (error) {
    waiting = error.passing;
    keep();
    throw error;
  }
}

async function deliver() {
  while (queue.length) {
    const { decisions, resolve } = queue[0];
    let answer;
    try {
      answer = await patiently('outbox', () => send(decisions));
    } catch (error) {  // a mistake of ours or theirs that no waiting mends: said, and put before the person again
      answer = { results: decisions.map((one) => ({ ...one, outcome: 'refused', message: error.message })) };
    }
    waiting = false;
    queue.shift();
    keep();
    resolve(answer);
  }
  sending = null;
}

/// Sends decisions; resolves to the server's answer once they are on disk, however long that takes.
export function save(decisions) {
  return new Promise((resolve) => {
    queue.push({ decisions, resolve });
    keep();
    sending ??= deliver();
  });
}

/// Whether something could not be saved: then nothing more is taken until it is.
export const stuck = () => waiting;
export const unsaved = () => queue.length > 0;

/// Resolves when everything is on disk.
export const allSaved = () => sending ?? Promise.resolve();

/// Takes up what a reload left unsaved. Resolves to how many decisions that were, once they are on disk.
export async function restore() {
  const left = JSON.parse(sessionStorage.getItem(unsavedKey()) ?? '[]');
  if (left.length) await save(left);
  return left.length;
}

/// What is being typed now; an empty text forgets it.
export function keepDraft(item, text) {
  if (text) sessionStorage.setItem(draftKey, JSON.stringify({ by: reviewer, document: item.document, field: item.field, text }));
  else sessionStorage.removeItem(draftKey);
}

/// What was being typed for this field when the page went away, or nothing.
export function draftOf(item) {
  const draft = JSON.parse(sessionStorage.getItem(draftKey) ?? 'null');
  return draft && draft.by === reviewer && draft.document === item.document && draft.field === item.field ? draft.text : '';
}

export function forgetAll() {
  sessionStorage.removeItem(unsavedKey());
  sessionStorage.removeItem(draftKey);
}
