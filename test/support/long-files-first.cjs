// eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest loads sequencers by require
const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that take longest, though their size does not tell: what starts last ends last. */
const LONG = /[\\/]test[\\/]e2e[\\/](studio|abuse)[\\/]/;

/** Jest's own order, with those files first. */
module.exports = class LongFilesFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => LONG.test(path)), ...sorted.filter(({ path }) => !LONG.test(path))];
  }
};
