import porterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { foldCase, isAscii } from './fold-case.js';
import { ENGLISH_STOP_WORDS } from './stop-words.js';

export interface TokenizerOptions {
  /** English words to leave out, whatever language the text is in; default ENGLISH. */
  readonly stopWords?: 'NONE' | 'ENGLISH';
  /** ENGLISH: Porter's stemmer on tokens of the letters a-z alone, so never on `c++` or `node.js`; default NONE. */
  readonly stemming?: 'NONE' | 'ENGLISH';
}

/*
 * A word starts with a letter or digit and may carry: `+` or `++` (c++, a+), `#` (c#, f#), `.js` or `.net` (node.js,
 * asp.net), or apostrophes with what follows them. `.net` is a word by itself. Marks belong to the letter before them.
 */
const WORD =
  /\.net(?![\p{L}\p{N}])|([\p{L}\p{N}][\p{L}\p{M}\p{N}]*)(\+\+?|#|\.(?:js|net)(?![\p{L}\p{N}])|(?:['’ʼ][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)+)?/gu;
const ASCII_WORD = /\.net(?![a-z0-9])|([a-z0-9]+)(\+\+?|#|\.(?:js|net)(?![a-z0-9])|(?:'[a-z0-9]+)+)?/g;

/** Scripts written without spaces. Katakana spells loan words, which dictionaries cut badly: a run of it is one word. */
const KATAKANA_RUN = /\p{scx=Katakana}+/gu;
const UNSPACED_RUN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** In capitals among small letters this is information technology, not the pronoun. */
const INFORMATION_TECHNOLOGY = /(?<![\p{L}\p{N}])IT(?![\p{L}\p{N}])/u;
const SMALL_LETTER = /\p{Ll}/u;

/**
 * The words of a text, in order, repeats kept: NFC, case-folded, digits kept; `c`, `r`, `c++`, `c#`, `f#`, `.net`,
 * `node.js` are words. Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut into words by the Unicode dictionaries of
 * the runtime (`Intl.Segmenter`): words, unlike character pairs, can be shown to people as reasons. Apostrophes end words,
 * and one or two letters beside one are no word: `learner's` gives `learner`, `l'art` gives `art`.
 */
export function tokenize(text: string, options: TokenizerOptions = {}): string[] {
  const stopWords = (options.stopWords ?? 'ENGLISH') === 'ENGLISH';
  const stemming = options.stemming === 'ENGLISH';
  const plain = isAscii(text);
  const folded = plain ? foldCase(text) : separate(foldCase(text));
  const keepIt = stopWords && INFORMATION_TECHNOLOGY.test(text) && SMALL_LETTER.test(text);
  const tokens: string[] = [];
  const add = (token: string): void => {
    if (stopWords && ENGLISH_STOP_WORDS.has(token) && !(keepIt && token === 'it')) return;
    tokens.push(stemming && /^[a-z]+$/.test(token) ? porterStemmer.stem(token) : token);
  };
  for (const match of folded.matchAll(plain ? ASCII_WORD : WORD)) {
    const [whole, base, suffix] = match;
    if (suffix === undefined) add(whole);
    else if (suffix.startsWith('.') || suffix === '++') add(whole);
    else if (suffix === '#' || suffix === '+') add(isSymbolName(folded, match.index, base, suffix) ? whole : base);
    else for (const part of apostropheParts(whole)) add(part);
  }
  return tokens;
}

/** Puts spaces around the words of scripts that have none. */
function separate(text: string): string {
  return text
    .replace(KATAKANA_RUN, ' $& ')
    .replace(UNSPACED_RUN, (run) => ` ${Array.from(segmenter.segment(run), (part) => part.segment).join(' ')} `);
}

/** `c#` and `a+` are names, `chapter#` and the left side of `a+b` are not. */
function isSymbolName(text: string, start: number, base: string, suffix: string): boolean {
  if (base.length !== 1 || !/\p{L}/u.test(base)) return false;
  return suffix === '#' || !/^[\p{L}\p{N}]/u.test(text.slice(start + 2, start + 4));
}

function apostropheParts(word: string): string[] {
  const parts = word.split(/['’ʼ]/u);
  const long = parts.filter((part) => part.length > 2);
  return long.length > 0 ? long : parts.slice(0, 1);
}
