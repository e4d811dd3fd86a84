// Whether what is done here reaches the disk: says so in plain words, and waits with patience where it does not.
import { pause } from './api.js';
import { byId, el, announce } from './dom.js';

const retryMs = 1500;
const troubles = new Map();  // what waits → words

function again() {
  return `carescan review OUT --port ${location.port}`;
}

function words(error) {
  if (error.status === 401 && error.code !== 'other-reviewer') {
    return ['You are signed out. ', 'Open the link that carescan review printed (or ask for a new one) in this browser. ',
      'What you typed is kept here and saved as soon as you are signed in.'];
  }
  if (error.code === 'other-reviewer') return [error.message];
  if (error.status >= 500) return ['The review program cannot go on: ', error.message, ' What you typed is kept here and saved as soon as it can.'];
  return ['The review program does not answer. ', 'If it was stopped, start it again with ', el('code', {}, again()), '. ',
    'What you typed is kept here and saved as soon as it answers. Do not close this window.'];
}

function show() {
  const banner = byId('banner');
  const now = [...troubles.values()].at(-1);
  if (now === banner.trouble) return;
  banner.trouble = now;
  banner.hidden = !now;
  banner.replaceChildren(...(now ? now.nodes : []));
}

/// Notes that `who` (an outbox, a screen) gets no answer, or that all is well again (no error).
export function report(who, error) {
  const had = troubles.get(who);
  if (!error) {
    if (troubles.delete(who) && troubles.size === 0) announce('The review program answers again.');
  } else if (had?.code !== error.code) {
    troubles.set(who, { code: error.code, nodes: words(error) });
  }
  show();
}

/// Asks until there is an answer, and says meanwhile why there is none. What cannot pass by itself is thrown.
export async function patiently(who, question) {
  for (;;) {
    try {
      const answer = await question();
      report(who, null);
      return answer;
    } catch (error) {
      if (!error.passing) {
        report(who, null);
        throw error;
      }
      report(who, error);
      await pause(retryMs);
    }
  }
}
