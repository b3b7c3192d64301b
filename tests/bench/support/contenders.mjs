// @ts-check
// Those who are timed against each other: programs of this machine that answer requests by the line, and whatever a
// place (a page, Node) holds. All answer the same four things.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { unpackAll } from './arrays.mjs';
import { ratioOf, spreadOf } from './statistics.mjs';

/**
 * @typedef {object} Contender
 * @property {string} versions
 * @property {(calls: number) => Promise<number>} run does its work so often; the seconds it took
 * @property {() => Promise<Record<string, import('./arrays.mjs').Array>>} parameters
 * @property {() => Promise<void>} close
 */

/** Libraries of numbers must not start threads of their own. */
const kOneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * A program that reads one JSON request a line and writes one JSON answer a line.
 * @param {string} command @param {string[]} words @param {object} task
 * @returns {Promise<Contender>}
 */
export async function startProgram(command, words, task) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...kOneThread } });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @type {Promise<never>} */
  const lost = new Promise((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(complaint.trim().split('\n').at(-1) || `it ended with code ${code}`)));
  });
  lost.catch(() => {});
  child.stdin.on('error', () => {});
  const ask = async (/** @type {object} */ request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await Promise.race([lines.next(), lost]);
    return done ? lost : JSON.parse(value);
  };
  const { versions } = await ask({ do: 'open', task });
  return {
    versions,
    run: async (calls) => (await ask({ do: 'run', calls })).seconds,
    parameters: async () => unpackAll((await ask({ do: 'parameters' })).parameters),
    async close() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

/** A contender that could not go on. */
export class Failure extends Error {
  /** @param {Contender} contender @param {unknown} cause */
  constructor(contender, cause) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.contender = contender;
  }
}

/** @param {Contender} contender @param {number} calls @returns {Promise<number>} seconds */
async function runOf(contender, calls) {
  try {
    return await contender.run(calls);
  } catch (error) {
    throw new Failure(contender, error);
  }
}

/**
 * Times contenders in turn, round after round, so that whatever happens to the machine happens to all of them.
 * @param {Contender[]} contenders
 * @param {{ rounds?: number, seconds?: number, warm?: number }} [options] seconds: how long a contender has in a round
 * @returns {Promise<number[][]>} seconds a call, by contender and round
 */
export async function timeInTurn(contenders, { rounds = 9, seconds = 0.15, warm = 0.3 } = {}) {
  const calls = [];
  for (const contender of contenders) {
    let [spent, done] = [0, 0];
    for (let next = 1; done === 0 || spent < warm; next *= 2) {
      spent += await runOf(contender, next);
      done += next;
    }
    const took = (await runOf(contender, Math.ceil(done / 4))) / Math.ceil(done / 4);
    calls.push(Math.max(1, Math.round(seconds / took)));
  }
  /** @type {number[][]} */
  const times = contenders.map(() => []);
  for (let round = 0; round < rounds; ++round)
    for (const [i, contender] of contenders.entries()) times[i].push((await runOf(contender, calls[i])) / calls[i]);
  return times;
}

/** Two rows of figures, round by round. @param {number[]} ours @param {number[]} theirs @param {boolean} [less] less is better */
export const beside = (ours, theirs, less = false) => ({
  ours: spreadOf(ours),
  theirs: spreadOf(theirs),
  ratio: less ? ratioOf(theirs, ours) : ratioOf(ours, theirs),
});
