// @ts-check
// Pictures that programs wrote, as the browser decodes them: one sheet of twelve crosses and bars, 8 x 8 pixels each, in
// every format that is read. The formats that keep pixels give all of them.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, ready, until, withSite } from './support.mjs';

const site = withSite();

/** The sheet, written by Pillow 9.4: the format, whether it keeps pixels, the file. @type {[string, boolean, string][]} */
const kFiles = [
  [
    'GIF',
    true,
    'R0lGODdhIAAYAIEAAAAAAP///wAAAAAAACwAAAAAIAAYAEAIfQADCBxIsKDBgwgTKlzIsCFCAAAIQpwYcSBEiRQrCrxoMSNGjBQ/dgzZEeREkShLFuSYcqNGlS0DsIRJ' +
    '06XBmTZXvswZE6fMnT9vAvVJdKhRoUh1mpzJ1GPNoEqjOpx6sGjSni8zZt1KkudTq1TDYr36letJmlrHSn0qdmFAADs=',
  ],
  [
    'GIF that moves',
    true,
    'R0lGODdhIAAYAIEAAAAAAP///wAAAAAAACwAAAAAIAAYAAAIgQADCBxIsKDBgwcBADCokOHCgg0hPiQYkeLEgRUxXlTIcaPHjhYtgtQokmNIiQ5Tolx5siXClzBjypzp' +
    'UmBGmxdxqqwZ4GbPnD9LZhza0aNQoxpH6mRJkulSnj590pxKterTplCBRtXKdedPpUGTmsT6dezVokizer3KNixPqzEDAgAsAAAAACAAGACBWlpaAAAAAAAAAAAACC8A' +
    'AQgcSLCgwYMIEypcyLChw4cQI0qcSLGixYsYM2rcyLGjx48gQ4ocSbKkyY0BAQA7',
  ],
  [
    'GIF, white on transparent',
    true,
    'R0lGODlhIAAYAIEAAP///////wAAAAAAACH5BAEAAAAALAAAAAAgABgAQAh9AAEIHEiwoMGDCBMqXMiwIcIAAQhCnBhxIESJFCsKvGgxI0aMFD92DNkR5ESRKEsW5Jhy' +
    'o0aVLQGwhEnTpcGZNle+zBkTp8ydP28C9Ul0qFGhSHWanMnUY82gSqM6nHqwaNKeLzNm3UqS51OrVMNivfqV60maWsdKfSp2YUAAOw==',
  ],
  [
    'BMP',
    true,
    'Qk2eAAAAAAAAAD4AAAAoAAAAIAAAABgAAAABAAEAAAAAAGAAAADEDgAAxA4AAAIAAAACAAAAAAAAAP//////////5+fn5+fn5+fngeeB54Hngefn5+fn5+fn////////' +
    '///n5+fn5+fn5+eB54HngeeB5+fn5+fn5+f//////////+fn5+fn5+fn54HngeeB54Hn5+fn5+fn5/////8=',
  ],
  [
    'WebP that keeps pixels',
    true,
    'UklGRjYAAABXRUJQVlA4TCkAAAAvH8AFAA8w//M///MfeDDTtg32oh0MX7lGIKL/ZAMUhdkdcHXZCO+/AAA=',
  ],
  [
    'WebP',
    false,
    'UklGRlICAABXRUJQVlA4IEYCAAAQEACdASogABgAPm0skkWkIqGYBABABsS0gAngL4Bzt/Xr1fyYH0z8gPyd1B/9a7wD8AOgA/AD1AvoG4AfgB8AP5z/Uvyi/i3ODdAf' +
    'wD2F/5V/O/yA9SX8APVr89ewN/BP4x/dPze/f/wc+gB+x49NxW1PlT9DxQ5ZxGbD0BcSlTHMz8wREa+gAAD++P7GRdhIFdyt3LQvOgMvHxNs4OlvuEhgOVqYTo1U06JN' +
    'WH23wyRb3l1p/k73Vpr4VDZPF8k9Ph7q/0Yv/+UAfdADnde9zYMpQp+3+foiksctgv4RBhLdMndwmaaywuXWRer2hfUZa1atC+iZgie7yui8+dfJPT4gDZsEqr8qqG5p' +
    'Kb9lqbz/Oj3DILC1lcUKCoFcRqZ2G87EuHPKkJ/n8lxozoXDBXSs6lZ3vKX0y1QVZjO2ggguRNtYRtD//ygD7n/uaP8dj33Lik9CfiRc9ii0KGbtZhgYLGh8Vf+ioM/Q' +
    '6INp5aX+NfAB28Zs9eI6mA7UG2yhTG7OdJdzs0mOOqoAPoH4Cgs+sCirRuFbxp9qz5J0SdtjrMA0XZv2J/aCVnYOFz1Lljtgo+of4DhU9yOMnm8urB1HFUldjyqTImiu' +
    'egKVUt1+ZUjdT/PcJ7xE0Ve4z0q/VxHh1J/8UDjo/NyittyRxzuBpE3cX2hHmji2k9eEoG3jDlZtD+20t4aWCOffShveMjCcLuX9xDu2XbtuKlC37V6er8qGUnTn2Nr3' +
    'hJG9L2B/r1txdoHqQdZnvX3ZFdmgHOOAAAA=',
  ],
  [
    'JPEG',
    false,
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAAY' +
    'ACABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2Jy' +
    'ggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJ' +
    'ytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APtP/iuP+G+v+Zg/4Vt/wrL/AKb/ANj/ANq/2r/35+0+T/wPZ/s15V/xlP8A8N9f8y//AMK2/sX/' +
    'AKiv9j/2V/av/fn+2/J/4Bs/2a9V/wCK4/4b6/5mD/hW3/Csv+m/9j/2r/av/fn7T5P/AAPZ/s15V/xlP/w31/zL/wDwrb+xf+or/Y/9lf2r/wB+f7b8n/gGz/Zr1X/i' +
    'uP8Ahvr/AJmD/hW3/Csv+m/9j/2r/av/AH5+0+T/AMD2f7NeVf8AGU//AA31/wAy/wD8K2/sX/qK/wBj/wBlf2r/AN+f7b8n/gGz/Zr1X/iuP+G+v+Zg/wCFbf8ACsv+' +
    'm/8AY/8Aav8Aav8A35+0+T/wPZ/s15V/xlP/AMN9f8y//wAK2/sX/qK/2P8A2V/av/fn+2/J/wCAbP8AZr1X/iuP+G+v+Zg/4Vt/wrL/AKb/ANj/ANq/2r/35+0+T/wP' +
    'Z/s15V/xlP8A8N9f8y//AMK2/sX/AKiv9j/2V/av/fn+2/J/4Bs/2a9V/wCK4/4b6/5mD/hW3/Csv+m/9j/2r/av/fn7T5P/AAPZ/s15V/xlP/w31/zL/wDwrb+xf+or' +
    '/Y/9lf2r/wB+f7b8n/gGz/Zr/9k=',
  ],
  [
    'PNG with a palette',
    true,
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYAQMAAAChnW13AAAABlBMVEX///8AAABVwtN+AAAAGklEQVR4nGNgAAEJIIASdRJ1UAIuhgDUUwcAshILiV4B2NIAAAAASUVO' +
    'RK5CYII=',
  ],
  [
    'PNG of one bit',
    true,
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYAQAAAACzKMKZAAAAKklEQVR4nK3KQQ0AMAgAsULmXwAGNxfwwsF+l+aicR4SUqmEuGvRWx+/AUGmDTWA7X/7AAAAAElFTkSu' +
    'QmCC',
  ],
  [
    'PNG of 16 bits',
    true,
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYEAAAAADuqHyrAAAATUlEQVR4nGP8/5+BIsAEoRgZGRmRhYnnM1FmPwMDC6YQzGxGRgYGbB5ElaeFC/7/x207pjzFLmCkUjRS' +
    'bMBoOkAFo+mAVP5oOhgM6QAA6tQsYTOFOjQAAAAASUVORK5CYII=',
  ],
  [
    'PNG, white on transparent',
    true,
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAQAAAAxWje/AAAAQ0lEQVR4nGP8z0AZYILS/xlQTSKaz8RAIWDBIvYfiWYkJE8TFzDisR1DnmIXMFIrGik2YDQdoILRdEAi' +
    'fzQdDIZ0AAAjpy4dLsIBWgAAAABJRU5ErkJggg==',
  ],
];

/** The sheet as it was drawn: 1 for ink, tile after tile. */
const drawn = Array.from({ length: 12 * 64 }, (_, i) => {
  const [t, y, x] = [Math.floor(i / 64), Math.floor((i % 64) / 8), i % 8];
  const upright = y >= 1 && y < 7 && x >= 3 && x < 5;
  return Number(upright || (t % 2 === 1 && y >= 3 && y < 5 && x >= 1 && x < 7));
});

test('a sheet is the same in every format', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/licences.html`);
  for (const [format, exact, file] of kFiles) {
    const read = await page.evaluate(async (file) => {
      const address = '/own-data/read.js';
      const { readTable } = await import(address);
      const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
      const { tile, count, values, notes } = await readTable({ name: 'sheet', bytes });
      return { tile, count, values: [...values], notes };
    }, file);
    assert.deepEqual([read.tile, read.count], [[8, 8], 12], format);
    if (exact) assert.deepEqual(read.values, drawn.map((ink) => 255 * ink), format);
    else assert.ok(read.values.every((/** @type {number} */ value, /** @type {number} */ i) => Math.abs(value - 255 * drawn[i]) < 100), format);
    if (/moves/.test(format)) assert.ok(read.notes.some((/** @type {string} */ note) => note.includes('first picture')));
    if (/16/.test(format)) assert.ok(read.notes.some((/** @type {string} */ note) => note.includes('16 bits')));
  }
  assert.deepEqual(page.record.strangers, [], 'nothing leaves the page');
});

test('what was guessed of a sheet can be said otherwise, and stays said', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'bars-and-stripes', seed: 7, settings: { hidden: 8 } })}`);
  await ready(page);
  await act(page, { type: 'ownData' });
  const [, , file] = /** @type {[string, boolean, string]} */ (kFiles.find(([format]) => format === 'PNG, white on transparent'));
  await page.locator('#own-files').setInputFiles({ name: 'sheet.png', mimeType: '', buffer: Buffer.from(file, 'base64') });
  const found = (/** @type {string} */ words) => until(page, (words) => document.querySelector('#own-found').textContent.includes(words), words);
  await found('12 examples of 8 x 8 pixels');
  const chosen = (/** @type {string} */ name) => page.locator(`#own-guess-${name}`).evaluate((/** @type {any} */ select) => select.selectedOptions[0].textContent);
  assert.deepEqual([await chosen('ground'), await chosen('invert')], ['black', 'bright pixels']);
  await page.locator('#own-guess-invert').selectOption({ label: 'dark pixels' });
  await until(page, () => document.querySelector('#own-guess-invert-help').textContent === 'It was chosen.');
  await page.locator('#own-rows').fill('24');
  await page.locator('#own-cols').fill('16');
  await page.locator('#own-cols').blur();
  await found('2 examples of 24 x 16 pixels');
  assert.equal(await chosen('invert'), 'dark pixels', 'what was said before stays said');
  await page.locator('#own-guess-tile').selectOption({ label: '8 x 8' });
  await found('12 examples of 8 x 8 pixels');
  assert.deepEqual([await page.locator('#own-rows').inputValue(), await page.locator('#own-cols').inputValue()], ['8', '8']);
  assert.deepEqual(page.record.errors, []);
});
