import stopwords from 'natural/lib/natural/util/stopwords.js';

/*
 * natural's list also has every letter, every digit, `$` and `_`. A catalogue needs those: `c` and `r` are languages,
 * `2` tells a second part from a first. Of its single characters only the two English words stay.
 */
const LETTERS_THAT_ARE_WORDS = ['a', 'i'];

/** What is left of "what's", "don't", "you'll" in text that lost its apostrophes before it came here. */
const CONTRACTION_REMNANTS = ['s', 't', 'll', 're', 've'];

/** English words that say nothing about a subject, case-folded. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set([
  ...stopwords.words.filter((word) => word.length > 1),
  ...LETTERS_THAT_ARE_WORDS,
  ...CONTRACTION_REMNANTS,
]);
