// Tests that say what they found: a name, a function, and one line at the end.

const results = [];

export async function test(name, body) {
  try {
    await body();
    results.push(true);
    console.log(`ok      ${name}`);
  } catch (error) {
    results.push(false);
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

export function ensure(holds, words) {
  if (!holds) throw new Error(words);
}

export function equal(found, wanted, words) {
  const [one, two] = [found, wanted].map((value) => JSON.stringify(value));
  ensure(one === two, `${words}: found ${one}, wanted ${two}`);
}

/// The line by which scripts/test counts. Returns the exit code.
export function summary() {
  const failed = results.filter((passed) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
