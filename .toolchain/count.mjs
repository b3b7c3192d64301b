// @ts-check
// Reads a test report, Catch2's XML or the TAP of node:test, and prints the numbers of passed and failed tests: "12 0".
// A report without its closing sums comes from a program that died. Its finished tests count, and the death counts as
// one failure.

import { readFileSync } from 'node:fs';

let report = '';
try {
  report = readFileSync(process.argv[2], 'utf8');
} catch {
  console.error(`No report in ${process.argv[2]}: the tests did not run.`);
}

const catch2 = /<OverallResultsCases successes="(\d+)" failures="(\d+)" expectedFailures="(\d+)"/.exec(report);
const tap = /** @param {string} word */ (word) => {
  const found = [...report.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))].at(-1);
  return found && Number(found[1]);
};

if (catch2) {
  const [successes, failures, expected] = catch2.slice(1).map(Number);
  console.log(successes + expected, failures);
} else if (tap('pass') !== undefined) {
  const good = /** @type {number} */ (tap('pass'));
  const bad = (tap('fail') ?? 0) + (tap('cancelled') ?? 0);
  console.log(good, good + bad === 0 ? 1 : bad);
} else {
  const good = (report.match(/<OverallResult success="true"/g) ?? []).length;
  if (report) console.error('The report breaks off: the program died in the middle.');
  console.log(good, 1);
}
