// Questions to the server, and what it means when no good answer comes.

/// Why there is no answer: status 0 where nothing answered at all.
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /// Whether the same question may be answered later: the server is away or busy, or this person must sign in again.
  get passing() {
    return this.status === 0 || this.status === 401 || this.status >= 500;
  }
}

const answerTimeMs = 15000;

async function ask(path, options, timeMs = answerTimeMs) {
  let answer;
  try {
    answer = await fetch(path, { ...options, signal: AbortSignal.timeout(timeMs), credentials: 'same-origin' });
  } catch {
    throw new ApiError(0, 'no-answer', 'The program does not answer.');
  }
  let body = null;
  try {
    body = await answer.json();
  } catch {
    // A broken answer is judged by its status below.
  }
  if (answer.ok && body) return body;
  const error = body?.error ?? {};
  throw new ApiError(answer.ok ? 0 : answer.status, error.code ?? 'no-answer', error.message ?? 'The program gave no answer that makes sense.');
}

export function get(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return ask(words.size ? `${path}?${words}` : path, {});
}

export function post(path, body, timeMs) {
  return ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, timeMs);
}

/// Sends a file as it is.
export function upload(path, file) {
  return ask(path, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file }, 60000);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
