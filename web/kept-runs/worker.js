// @ts-check
// The Worker that puts runs away (writer.js): it gets a file in slices, in order, and then the run that they are of.

import { createRunStore } from './store.js';

const store = createRunStore(
  () => indexedDB,
  // A Worker has no localStorage; the page keeps the flag.
  () => {
    throw new Error('none');
  },
);
/** @type {Uint8Array[]} */
let slices = [];

onmessage = async ({ data }) => {
  if (data.slice) {
    slices.push(data.slice);
    return;
  }
  const file = new Uint8Array(slices.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const slice of slices) {
    file.set(slice, at);
    at += slice.length;
  }
  slices = [];
  postMessage({ kept: await store.keep(data.run, file, data.spared) });
};
postMessage({ ready: true });
