// @ts-check
// The long form of the fuzz, through `./build-wasm.sh bench fuzz [TARGET] [INPUTS] [SEED] [FROM]`. Without a target all
// of them are attacked, with 100,000 inputs each. FROM 1234 with INPUTS 1 repeats input 1234.

import { plans } from './plans.mjs';
import { fuzz, lineOf } from './run.mjs';

const [name, inputs = '100000', seed = '1', from = '0'] = process.argv.slice(2);
const wanted = plans.filter((plan) => name === undefined || name === 'all' || plan.name === name);
if (wanted.length === 0) {
  console.error(`There is no target ${name}; there are ${plans.map((plan) => plan.name).join(', ')}.`);
  process.exit(2);
}
process.on('uncaughtException', (error) => {
  console.error('Uncaught:', error);
  process.exitCode = 1;
});
// Control-C ends the present target, and prints what was found so far.
let stopped = false;
process.on('SIGINT', () => {
  stopped = true;
});
let failed = 0;
for (const plan of wanted) {
  if (stopped) break;
  const began = performance.now();
  const report = await fuzz(plan, { inputs: Number(inputs), seed: Number(seed), from: Number(from), stopped: () => stopped });
  console.log(`${lineOf(report)}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  console.log(`  slowest: ${report.slowest_what.slice(0, 300)}`);
  for (const { index, what, why } of report.failures) console.log(`  input ${index}: ${why}\n    ${what}`);
  failed += report.failures.length;
}
if (failed > 0) process.exitCode = 1;
